import { Frame } from '#components/shell/frame.tsx'
import { NotFoundView } from '#components/shell/not-found-view.tsx'

export default function NotFound() {
  return (
    <Frame>
      <NotFoundView />
    </Frame>
  )
}
