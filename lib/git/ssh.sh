#!/bin/sh
# Runs ssh for Git so that nothing but this repository's own key and known hosts counts: no user or system configuration,
# no agent, no other way to sign in, no forwarding, no other program, no question that a person would have to answer.
# Options given first win, so neither Git's own (port, protocol) nor anything after them can undo these.
#
# Environment: IEUM_SSH the client; IEUM_SSH_FOLDER private folder with `key` and `known_hosts`; IEUM_SSH_ADDRESS the
# address that was checked, IEUM_SSH_HOST the name its key is known by; IEUM_SSH_BATCH "no" where a passphrase will be
# asked for (by SSH_ASKPASS, never on a terminal); IEUM_SSH_SECONDS for the connection.
set -u
cd "$IEUM_SSH_FOLDER" || exit 255
exec "$IEUM_SSH" -F /dev/null -a -x -T -i key \
  -o "HostName=$IEUM_SSH_ADDRESS" -o "HostKeyAlias=$IEUM_SSH_HOST" -o CheckHostIP=no -o CanonicalizeHostname=no \
  -o StrictHostKeyChecking=yes -o UserKnownHostsFile=known_hosts -o GlobalKnownHostsFile=/dev/null \
  -o UpdateHostKeys=no -o VerifyHostKeyDNS=no \
  -o "BatchMode=$IEUM_SSH_BATCH" -o NumberOfPasswordPrompts=1 -o PreferredAuthentications=publickey \
  -o PasswordAuthentication=no -o KbdInteractiveAuthentication=no -o IdentitiesOnly=yes -o IdentityAgent=none \
  -o ProxyCommand=none -o ProxyJump=none -o PermitLocalCommand=no -o ClearAllForwardings=yes \
  -o ControlMaster=no -o ControlPath=none -o ConnectionAttempts=1 -o "ConnectTimeout=$IEUM_SSH_SECONDS" \
  -o LogLevel=ERROR "$@"
