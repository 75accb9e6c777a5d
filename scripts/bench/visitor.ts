/** A person at the console: logs in as the form does, and opens pages. */
import type { World } from './world.ts'

export type Visitor = {
  /** Loads a page to its last byte. Milliseconds; throws unless the console answers 200. */
  visit(path: string): Promise<number>
}

/** Cookies as a browser keeps them: name=value pairs, newest first. */
class Cookies {
  readonly #values = new Map<string, string>()

  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      this.#values.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
  }

  toString(): string {
    return [...this.#values].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

/** Logs in as the administrator. */
export async function logIn({ port, adminPassword }: World): Promise<Visitor> {
  const base = `http://localhost:${port}`
  const cookies = new Cookies()
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { ...init.headers, cookie: cookies.toString() }
    const response = await fetch(base + path, { ...init, headers, redirect: 'manual' })
    cookies.take(response)
    return response
  }
  const { csrfToken } = (await (await ask('/api/auth/csrf')).json()) as { csrfToken: string }
  const form = new URLSearchParams({ csrfToken, username: 'admin', password: adminPassword, json: 'true' })
  await ask('/api/auth/callback/credentials', { method: 'POST', body: form, headers: { origin: base } })
  return {
    async visit(path) {
      const began = performance.now()
      const response = await ask(path)
      await response.arrayBuffer()
      if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
      return performance.now() - began
    },
  }
}
