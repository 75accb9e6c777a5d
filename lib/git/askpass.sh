#!/bin/sh
# Answers Git's questions for a user name and a password from its environment, so that neither is ever in an argument
# list or a URL. Redirects are off, so only the host of the repository's own URL can have asked.
case "$1" in
  Username*) printf '%s\n' "${IEUM_GIT_USERNAME:-}" ;;
  *) printf '%s\n' "${IEUM_GIT_SECRET:-}" ;;
esac
