import { NotFoundView } from '#components/shell/not-found-view.tsx'

export default NotFoundView
