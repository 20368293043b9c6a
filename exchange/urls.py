"""Addresses of the pages about telling other systems."""

from django.urls import path

from exchange.pages import deliveries, subscriptions

urlpatterns = [
    path("tich-hop/", subscriptions.list_subscriptions, name="subscriptions"),
    path("tich-hop/moi/", subscriptions.subscribe, name="subscribe"),
    path(
        "tich-hop/<uuid:public_id>/", subscriptions.SubscriptionPage.as_view(), name="subscription"
    ),
    path(
        "tich-hop/<uuid:public_id>/tin/<uuid:delivery_id>/",
        deliveries.DeliveryPage.as_view(),
        name="delivery",
    ),
]
