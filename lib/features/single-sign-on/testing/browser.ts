/** A browser that calls the console's actions with its own cookies, and walks through the provider's pages. */
import { inRequest } from '#lib/testing/next-request.ts'
import { perform, type Action } from '#lib/actions/define-action.ts'
import { currentRequest } from '#lib/actions/request.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import { walk } from '#lib/oidc/testing/provider.ts'
import { signInAction } from '#lib/features/users/actions.ts'
import { PASSWORD } from '#lib/testing/world.ts'
import type { z } from 'zod'
import { finishSingleSignOn, startSingleSignOn } from '../actions.ts'
import { redirectUriOf } from '../provider.ts'

export class Browser {
  readonly cookies = new Map<string, string>()
  readonly origin = 'http://localhost:3000'

  async call<S extends z.ZodType, T>(action: Action<S, T>, input: unknown): Promise<ActionResult<T>> {
    const headers = {
      ...{ origin: this.origin, 'sec-fetch-site': 'same-origin', 'user-agent': 'Firefox' },
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    }
    return inRequest(
      new Request(`${this.origin}/page`, { headers }),
      async () => perform(action, await currentRequest(), input),
      (given) => given.forEach((line) => this.#keep(line)),
    )
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    if (pair.slice(at + 1) === '') this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }

  /** The query string with which the provider sends this browser back. */
  async visit(provider: string, login: string, next = '/'): Promise<string> {
    const started = await this.call(startSingleSignOn, { provider, next })
    if (!started.ok) throw new Error(JSON.stringify(started.error))
    return (await walk(started.data.url, login, redirectUriOf(provider))).search
  }

  /** The whole way: to the provider and back. */
  async signIn(provider: string, login: string, next = '/'): Promise<ActionResult<{ next: string }>> {
    return this.call(finishSingleSignOn, { provider, answer: await this.visit(provider, login, next) })
  }

  async signInByPassword(username: string): Promise<void> {
    const result = await this.call(signInAction, { username, password: PASSWORD })
    if (!result.ok) throw new Error(JSON.stringify(result.error))
  }

  get hasSession(): boolean {
    return [...this.cookies.keys()].some((name) => name.startsWith('ieum-session'))
  }
}
