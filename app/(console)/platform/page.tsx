import { notFound, redirect } from 'next/navigation'
import { platformPage } from '#components/shell/paths.ts'
import { platformPages } from '#components/shell/platform-frame.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getSession } from '#lib/features/users/queries.ts'

/** The platform opens on the first page that the person may see. */
export default async function PlatformHome() {
  const session = await forPage(getSession({}))
  const [first] = session.ok && session.data ? platformPages(session.data) : []
  if (!first) notFound()
  redirect(platformPage(first.section))
}
