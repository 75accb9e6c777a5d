/** Whether a delivery was signed with the secret, as each Git host does it. Pure. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Headers with an HMAC-SHA256 of the body in hex: GitHub, Gitea, Forgejo; Bitbucket calls it like GitHub's old one, which was SHA-1. */
const HMAC_HEADERS = ['x-hub-signature-256', 'x-forgejo-signature', 'x-gitea-signature', 'x-hub-signature'] as const
const TOKEN_HEADER = 'x-gitlab-token'

const SHA256_HEX = /^(?:sha256=)?([0-9a-fA-F]{64})$/

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()

/**
 * True when the first proof that stands in the headers is that of the secret. A second one is not looked at: nobody needs two tries. The body
 * is hashed and two digests are compared in any case, so that how long it takes tells nothing of the secret.
 */
export function isSignedWith(secret: string, headers: Headers, body: Buffer): boolean {
  const expected = createHmac('sha256', secret).update(body).digest()
  for (const name of HMAC_HEADERS) {
    const given = headers.get(name)
    // GitHub and Gitea send SHA-1 beside it, which proves nothing any more.
    if (given !== null && !given.startsWith('sha1=')) return isSameDigest(given, expected)
  }
  return timingSafeEqual(sha256(headers.get(TOKEN_HEADER) ?? ''), sha256(secret))
}

function isSameDigest(given: string, expected: Buffer): boolean {
  const hex = SHA256_HEX.exec(given)?.[1]
  const isSame = timingSafeEqual(Buffer.from(hex ?? '00'.repeat(expected.length), 'hex'), expected)
  return isSame && hex !== undefined
}
