"""{% load reading %}: {{ content|reading }} shows what a draft says."""

from django import template

from documents.pages import reading

register = template.Library()
register.filter("reading", reading.as_html)
