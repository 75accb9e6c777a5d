/**
 * A Git server for one machine: smart HTTP (protocol 0–2) over `git upload-pack` and `git receive-pack`, bound to the loopback
 * interface. It serves the bare repositories <root>/<name>.git to every local program without asking who it is; a web page in a
 * browser is kept out by the content type a push needs and by the Host header.
 */
import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

const SERVICES = ['git-upload-pack', 'git-receive-pack'] as const
type Service = (typeof SERVICES)[number]

type GitRequest = { repository: string; service: Service; advertise: boolean }

export type GitServerOptions = {
  /** Folder of the bare repositories. */
  root: string
  /** 0 or absent: any free port. */
  port?: number
  /** Looks at a request first; true when it answered. */
  intercept?: (request: IncomingMessage, response: ServerResponse) => boolean
}

export type GitServer = {
  port: number
  /** Address of a repository, e.g. http://127.0.0.1:4711/demo-podcasts.git */
  url(repository: string): string
  close(): Promise<void>
}

const ROUTE =
  /^\/(?<name>[a-z0-9][a-z0-9._-]{0,99}?)(?:\.git)?\/(?<action>info\/refs|git-upload-pack|git-receive-pack)$/
const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]'])

const isService = (text: string | null): text is Service => SERVICES.some((service) => service === text)

/** What the request asks for; undefined for everything that is not smart HTTP of a repository below `root`. */
function parseRequest(root: string, request: IncomingMessage): GitRequest | undefined {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const { name, action } = ROUTE.exec(url.pathname)?.groups ?? {}
  if (name === undefined || action === undefined || name.includes('..')) return undefined
  const advertise = action === 'info/refs'
  const service = advertise ? url.searchParams.get('service') : action
  const repository = path.join(root, `${name}.git`)
  if (!isService(service) || !statSync(repository, { throwIfNoEntry: false })?.isDirectory()) return undefined
  if (request.method !== (advertise ? 'GET' : 'POST')) return undefined
  return { repository, service, advertise }
}

/** A browser sends this content type across origins only after asking, and is never answered; a rebound name is not ours. */
function isLocalProgram(request: IncomingMessage, { service, advertise }: GitRequest): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  if (!LOCAL_HOSTS.has(host)) return false
  return advertise || request.headers['content-type'] === `application/x-${service}-request`
}

/** One line of the Git protocol: four hexadecimal digits of length, then the text. */
const packetLine = (text: string) => (text.length + 4).toString(16).padStart(4, '0') + text

function spawnGit({ repository, service, advertise }: GitRequest, protocol: string) {
  const args = [service.slice('git-'.length), '--stateless-rpc', ...(advertise ? ['--advertise-refs'] : []), repository]
  return spawn('git', args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      // A repository that a start as root made may be served by a start as its owner's neighbour.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      ...(protocol === '' ? {} : { GIT_PROTOCOL: protocol }),
    } as unknown as NodeJS.ProcessEnv,
  })
}

async function serve(wanted: GitRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const header = request.headers['git-protocol']
  const protocol = typeof header === 'string' && /^version=[0-2]$/.test(header) ? header : ''
  const git = spawnGit(wanted, protocol)
  response.once('close', () => git.kill())
  const kind = wanted.advertise ? 'advertisement' : 'result'
  response.writeHead(200, { 'content-type': `application/x-${wanted.service}-${kind}`, 'cache-control': 'no-cache' })
  if (wanted.advertise) {
    git.stdin.end()
    // Protocol 2 begins with its own version line.
    const banner =
      protocol === 'version=2' && wanted.service === 'git-upload-pack'
        ? ''
        : packetLine(`# service=${wanted.service}\n`) + '0000'
    response.write(banner)
    await pipeline(git.stdout, response)
    return
  }
  const body =
    request.headers['content-encoding'] === 'gzip'
      ? pipeline(request, createGunzip(), git.stdin)
      : pipeline(request, git.stdin)
  await Promise.all([body, pipeline(git.stdout, response)])
}

function answer(root: string, request: IncomingMessage, response: ServerResponse) {
  const wanted = parseRequest(root, request)
  if (!wanted || !isLocalProgram(request, wanted)) {
    response.writeHead(wanted ? 403 : 404, { 'content-type': 'text/plain' }).end(wanted ? 'forbidden\n' : 'not found\n')
    return
  }
  // Either side may go away in the middle; the connection then ends, and the other side sees that.
  serve(wanted, request, response).catch(() => response.destroy())
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** Starts the server; rejects with EADDRINUSE where the port is taken. */
export async function startGitServer({ root, port: wanted = 0, intercept }: GitServerOptions): Promise<GitServer> {
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    if (!intercept?.(request, response)) answer(root, request, response)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listen(server, wanted)
  return {
    port,
    url: (repository) => `http://127.0.0.1:${port}/${repository}.git`,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
