/** A real OpenSSH server for tests: on a loopback port of its own, with its own configuration, host key and users' keys. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { findSshd } from '#scripts/test/sshd.ts'
import { GUARD_SCRIPT } from '../programs.ts'
import type { GitCredential } from '../types.ts'

export type SshServer = {
  port: number
  /** `host:port`, as allow-lists spell it. */
  host: string
  /** The server's key as a line of a known_hosts file, for 127.0.0.1 or another name. */
  knownHosts: (name?: string) => string
  /** A key that may sign in (unless `isKnown` is false), with what the server's key is. */
  credential: (options?: { passphrase?: string; isKnown?: boolean; format?: 'PEM' }) => Promise<SshCredential>
  /** What the server wrote down so far. */
  log: () => string
  close: () => Promise<void>
}

type SshCredential = Extract<GitCredential, { type: 'ssh_key' }>

const keygen = (file: string, passphrase: string, format: string[]) =>
  execFileSync('ssh-keygen', ['-q', ...format, '-C', 'test', '-N', passphrase, '-f', file])

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Starts the server; users sign in as whoever runs the test. Its files lie in a folder of their own below `root`. */
export async function startSshServer(root: string): Promise<SshServer> {
  const sshd = findSshd()
  // Where a server that runs as root keeps nobody in; the package's service would make it.
  if (process.getuid?.() === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd', { mode: 0o755 })
  const dir = await mkdtemp(join(root, 'sshd-'))
  const port = await freePort()
  const config = join(dir, 'config')
  const authorized = join(dir, 'authorized_keys')
  keygen(join(dir, 'host'), '', ['-t', 'ed25519'])
  await writeFile(authorized, '')
  await writeFile(config, configuration(port, join(dir, 'host'), authorized))
  // The guard ends the server with this process, however it ends.
  const server = spawn('/bin/sh', [GUARD_SCRIPT, '-D', '-e', '-f', config], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, IEUM_GIT: sshd, IEUM_GIT_FILE_BLOCKS: 'unlimited' },
  })
  const ended = once(server, 'exit')
  let log = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      if (log.includes('Server listening')) resolve()
    })
    server.once('exit', () => reject(new Error(`sshd did not start: ${log}`)))
  })
  const hostKey = (await readFile(join(dir, 'host.pub'), 'utf8')).split(' ').slice(0, 2).join(' ')
  const knownHosts = (name = '127.0.0.1') => `[${name}]:${port} ${hostKey}\n`
  return {
    port,
    host: `127.0.0.1:${port}`,
    knownHosts,
    async credential({ passphrase = '', isKnown = true, format } = {}) {
      const file = join(await mkdtemp(join(dir, 'key-')), 'id')
      keygen(file, passphrase, format ? ['-t', 'rsa', '-b', '2048', '-m', format] : ['-t', 'ed25519'])
      if (isKnown) await appendFile(authorized, await readFile(`${file}.pub`))
      const privateKey = await readFile(file, 'utf8')
      return { type: 'ssh_key', username: userInfo().username, privateKey, passphrase, knownHosts: knownHosts() }
    },
    log: () => log,
    async close() {
      server.stdin.end()
      await ended
      await rm(dir, { recursive: true, force: true })
    },
  }
}

const configuration = (port: number, hostKey: string, authorized: string): string =>
  [
    `ListenAddress 127.0.0.1`,
    `Port ${port}`,
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${authorized}`,
    `AllowUsers ${userInfo().username}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'AllowTcpForwarding no',
    'AllowAgentForwarding no',
    'X11Forwarding no',
    'AcceptEnv GIT_PROTOCOL',
    'LogLevel VERBOSE',
    '',
  ].join('\n')
