#!/bin/sh
# Runs one Git command in a process group of its own and leaves nothing of it behind.
#
# Git's HTTP transport runs in helper processes. simple-git can end only the process it started, which orphans the
# helpers, and cannot start a process group; so this script is what it starts. The group is killed when
#   - the caller sends SIGINT or SIGTERM (simple-git does on its abort signal: that is the deadline),
#   - standard input reaches its end, because the caller is gone, even by SIGKILL,
#   - Git itself has ended and a helper has not.
# A shell script because it is started for every Git command: it adds 1.5 ms, a guard written for Node adds 28 ms
# (ls-remote on loopback takes 22 ms).
#
# Environment: IEUM_GIT program to run; IEUM_GIT_STDIN file it reads (default: nothing); IEUM_GIT_FILE_BLOCKS largest
# file it may write, in blocks of 512 bytes, which bounds the pack a hostile server can send.
set -u
job=
stopped=
# Until it has its own group, Git is killed by itself.
end() {
  kill -KILL "-$job" || { kill -KILL "$job"; kill -KILL "-$job"; }
} 2>/dev/null
# Before Git is started, so that there is no moment in which a signal would end the guard alone.
trap 'stopped=1; [ -z "$job" ] || end' INT TERM HUP
exec 3<&0
ulimit -f "$IEUM_GIT_FILE_BLOCKS" || exit 125
if command -v setsid >/dev/null 2>&1; then
  setsid "$IEUM_GIT" "$@" <"${IEUM_GIT_STDIN:-/dev/null}" &
else
  # Without util-linux (macOS): job control gives each background job its own group.
  set -m
  case $- in *m*) ;; *) echo 'guarded-git: neither setsid nor job control is available' >&2; exit 125 ;; esac
  "$IEUM_GIT" "$@" <"${IEUM_GIT_STDIN:-/dev/null}" &
fi
job=$!
[ -z "$stopped" ] || end
{
  while read -r _; do :; done
  end
} <&3 >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$job"
status=$?
kill -KILL "$watcher" 2>/dev/null
kill -KILL "-$job" 2>/dev/null
exit "$status"
