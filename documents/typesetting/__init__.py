"""The decree's pages, set by Typst in a child process that can be killed."""
