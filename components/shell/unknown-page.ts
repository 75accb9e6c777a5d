import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getT } from '#lib/i18n/server.ts'

/** The title of an address that leads nowhere. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('shell'))('notFound.title') }
}

/** Every address below a frame that no page has: "not found" inside of the frame, so that the navigation stays at hand. */
export function UnknownPage(): never {
  notFound()
}
