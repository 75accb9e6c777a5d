import { NotFoundView } from '#components/shell/not-found-view.tsx'

export { generateMetadata } from '#components/shell/unknown-page.ts'

export default function NotFound() {
  return (
    <main>
      <NotFoundView />
    </main>
  )
}
