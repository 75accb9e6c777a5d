/** A loopback Git server for tests: real `git http-backend`, and the ways a server can misbehave. */
import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type ServerMode =
  | { kind: 'serve' }
  /** 401 until these are sent. */
  | { kind: 'auth'; username: string; password: string }
  /** Accepts and never answers. */
  | { kind: 'hang' }
  /** Begins a correct answer and then sends one byte at a time, for ever. */
  | { kind: 'drip' }
  | { kind: 'redirect'; to: string }
  /** A web page. */
  | { kind: 'notgit' }
  /** Serves, but hands out only what a ref points at, as protocol version 0 servers do. */
  | { kind: 'tips-only' }
  /** Serves, but stops in the middle of a pack, after so many bytes, and never goes on. */
  | { kind: 'stall'; after: number }
  /** Fails with text that tries to get into logs and terminals. */
  | { kind: 'error'; status: number; body: string }

export type GitHttpServer = {
  url: (repository: string) => string
  /** `host:port`, as allow-lists spell it. */
  host: string
  /** Everything that was asked, in order. */
  requests: { method: string; url: string; authorization: string | undefined }[]
  connections: () => number
  setMode: (mode: ServerMode) => void
  close: () => Promise<void>
}

/** Serves the bare repositories of `root` on a free loopback port. */
export async function startGitServer(root: string, mode: ServerMode = { kind: 'serve' }): Promise<GitHttpServer> {
  let current = mode
  let connections = 0
  const sockets = new Set<Socket>()
  const requests: GitHttpServer['requests'] = []
  const server = createServer((request, response) => {
    requests.push({
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
    })
    answer(root, current, request, response)
  })
  server.on('connection', (socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  return {
    url: (repository) => `http://${host}/${repository}`,
    host,
    requests,
    connections: () => connections,
    setMode: (next) => {
      current = next
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function answer(root: string, mode: ServerMode, request: IncomingMessage, response: ServerResponse): void {
  switch (mode.kind) {
    case 'hang':
      return
    case 'drip':
      return drip(response)
    case 'redirect':
      response.writeHead(302, { location: mode.to }).end()
      return
    case 'notgit':
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html>\n<html>\n<title>hello</title>\n</html>\n')
      return
    case 'error':
      response.writeHead(mode.status, { 'content-type': 'text/plain' }).end(mode.body)
      return
    case 'auth': {
      const expected = `Basic ${Buffer.from(`${mode.username}:${mode.password}`).toString('base64')}`
      if (request.headers.authorization === expected) return backend(root, request, response)
      response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end('denied')
      return
    }
    case 'tips-only':
      // Version 0 is what has the rule; later versions hand out any object they have.
      delete request.headers['git-protocol']
      return backend(root, request, response)
    case 'stall':
      // In version 0 only a fetch is posted.
      delete request.headers['git-protocol']
      return backend(root, request, response, request.method === 'POST' ? mode.after : Number.POSITIVE_INFINITY)
    case 'serve':
      return backend(root, request, response)
  }
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
  response.write('001e# service=git-upload-pack\n0000')
  const timer = setInterval(() => response.write('0'), 100)
  response.on('close', () => clearInterval(timer))
}

/** CGI: the request's head in the environment, its body on stdin, head and body of the answer on stdout, of which `most` bytes are sent. */
function backend(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  most = Number.POSITIVE_INFINITY,
): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const child = spawn('git', ['http-backend'], {
    env: {
      NODE_ENV: 'test',
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.stdin.on('error', () => undefined)
  request.pipe(child.stdin)
  const send = (chunk: Buffer): void => {
    if (most > 0) response.write(chunk.subarray(0, most))
    most -= chunk.length
  }
  let head = Buffer.alloc(0)
  let headDone = false
  child.stdout.on('data', (chunk: Buffer) => {
    if (headDone) return send(chunk)
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    headDone = true
    const fields = head
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line) => line.split(': ') as [string, string])
    const status = Number.parseInt(fields.find(([name]) => name === 'Status')?.[1] ?? '200', 10)
    response.writeHead(status, Object.fromEntries(fields.filter(([name]) => name !== 'Status')))
    send(head.subarray(end + 4))
  })
  child.on('close', () => most > 0 && response.end())
}
