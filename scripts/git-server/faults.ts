/** Git servers that misbehave, for tests: what a person meets between "connection test" and "connected". */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type GitServer, type GitServerOptions, startGitServer } from './server.ts'

export type GitFault =
  /** Asks for this name and password, and refuses everybody else. */
  | { kind: 'basic-auth'; username: string; password: string }
  /** Accepts the connection and never answers. */
  | { kind: 'hang' }
  /** Answers with a well-formed beginning, one byte at a time, and never ends. */
  | { kind: 'drip'; everyMs: number }
  /** Sends the client somewhere else. */
  | { kind: 'redirect'; to: string }
  /** Answers like a web server that knows nothing of Git. */
  | { kind: 'status'; status: number; body: string }

function askForPassword(
  fault: { username: string; password: string },
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const expected = `Basic ${Buffer.from(`${fault.username}:${fault.password}`).toString('base64')}`
  if (request.headers.authorization === expected) return false
  response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
  return true
}

function drip(everyMs: number, response: ServerResponse): boolean {
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
  const timer = setInterval(() => response.write('0'), everyMs)
  response.once('close', () => clearInterval(timer))
  return true
}

/** True when the request was dealt with, false when the real server shall answer. */
function misbehave(fault: GitFault, request: IncomingMessage, response: ServerResponse): boolean {
  switch (fault.kind) {
    case 'basic-auth':
      return askForPassword(fault, request, response)
    case 'hang':
      return true
    case 'drip':
      return drip(fault.everyMs, response)
    case 'redirect':
      response.writeHead(302, { location: fault.to + (request.url ?? '') }).end()
      return true
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.body)
      return true
  }
}

/** A Git server with one fault; its repositories are real behind it. */
export const startFaultyGitServer = (
  options: Omit<GitServerOptions, 'intercept'>,
  fault: GitFault,
): Promise<GitServer> =>
  startGitServer({ ...options, intercept: (request, response) => misbehave(fault, request, response) })
