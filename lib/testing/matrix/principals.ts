/** The people of the authorisation matrix, in the order of its columns. Each of them really signs in. */
import { signInAction } from '#lib/features/users/actions.ts'
import { perform } from '#lib/actions/define-action.ts'
import { currentRequest } from '#lib/actions/request.ts'
import { inRequest } from '#lib/testing/next-request.ts'
import { ORIGIN, PASSWORD } from '#lib/testing/world.ts'

/** Column → user name; null: nobody is signed in. */
export const PRINCIPALS = {
  /** Without a session. */
  nobody: null,
  /** Admin of another workspace. */
  stranger: 'rival-admin',
  /** A platform administrator who was disabled after signing in. */
  disabled: 'fallen-root',
  /** A platform administrator whose password somebody else has set since signing in. */
  fresh: 'fresh-root',
  /** Member of the workspace without any invitation. */
  regular: 'acme-regular',
  /** Self-provisioner of the workspace without any invitation. */
  maker: 'acme-founder',
  /** Viewer of the workspace, so of everything in it. */
  viewer: 'acme-viewer',
  /** Invited as operator to project and DevOps project. */
  operator: 'acme-operator',
  /** Invited as admin to project and DevOps project, nothing in the workspace. */
  owner: 'acme-owner',
  /** Admin of the workspace. */
  admin: 'acme-admin',
  /** Platform role users_manager. */
  users: 'people-manager',
  /** Platform role workspaces_manager. */
  spaces: 'space-manager',
  /** Platform administrator. */
  root: 'root',
} as const

export type Principal = keyof typeof PRINCIPALS
export const COLUMNS = Object.keys(PRINCIPALS) as Principal[]

/** Request id of every call: whole answers can be compared. */
export const REQUEST_ID = 'matrix'

/** A request of the console's own page with these cookies. */
export const requestTo = (address: string, cookies = ''): Request =>
  new Request(new URL(address, ORIGIN), {
    headers: {
      origin: ORIGIN,
      'sec-fetch-site': 'same-origin',
      'x-request-id': REQUEST_ID,
      ...(cookies && { cookie: cookies }),
    },
  })

/** Signs in by the log-in form's action; answers with the cookies that a browser would send from now on. */
export async function signIn(username: string): Promise<string> {
  let given: string[] = []
  const result = await inRequest(
    requestTo('/login'),
    async () => perform(signInAction, await currentRequest(), { username, password: PASSWORD }),
    (cookies) => (given = cookies),
  )
  if (!result.ok) throw new Error(`${username} cannot sign in: ${JSON.stringify(result.error)}`)
  return given.map((cookie) => cookie.split(';')[0]).join('; ')
}
