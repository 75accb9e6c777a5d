/** Finds an OpenSSH server for the tests of ssh URLs: an installed one, else Debian's package when we are root in a container. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const ADVICE =
  'The tests of ssh URLs need an OpenSSH server and client. Install them (Debian: apt-get install openssh-server openssh-client) and run again.'

const find = (name: string): string | undefined =>
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))

const isComplete = () => find('sshd') !== undefined && find('ssh') !== undefined && find('ssh-keygen') !== undefined

/** Absolute path of sshd; throws with what to install when there is none. */
export function findSshd(): string {
  const sshd = find('sshd')
  if (sshd === undefined || !isComplete()) throw new Error(ADVICE)
  return sshd
}

/** Makes sure that there is one. Where a service manager runs it is not installed, because the package would start a server for everybody. */
export function ensureSshd(): string {
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && !existsSync('/run/systemd/system')
  if (!isComplete() && mayInstall) {
    console.log('No OpenSSH server found: installing one.')
    apt(['update', '-qq'])
    apt(['install', '-y', '-qq', '--no-install-recommends', 'openssh-server', 'openssh-client'])
  }
  return findSshd()
}

const apt = (args: string[]) =>
  execFileSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
