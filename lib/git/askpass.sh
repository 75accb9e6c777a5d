#!/bin/sh
# Answers questions for a user name, a password or the passphrase of a key from its environment, so that none of them is
# ever in an argument list or a URL. Anything else stays unanswered. Redirects are off, so only the host of the
# repository's own URL can have asked.
case "$1" in
  Username*) printf '%s\n' "${IEUM_GIT_USERNAME:-}" ;;
  Password*) printf '%s\n' "${IEUM_GIT_SECRET:-}" ;;
  'Enter passphrase'*) printf '%s\n' "${IEUM_GIT_PASSPHRASE:-}" ;;
  *) exit 1 ;;
esac
