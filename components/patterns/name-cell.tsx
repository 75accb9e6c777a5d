import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '#components/ui/cn.ts'

type Props = {
  name: string
  href?: string
  /** Shows the object beside the page, where it has no page of its own. */
  onOpen?: () => void
  below?: ReactNode
}

const openStyle = 'block w-fit max-w-full truncate text-left text-sm font-semibold hover:text-accent hover:underline'

/** A way below the name needs a height of its own: two targets stand 24 px apart (WCAG 2.5.8). */
const targetStyle = 'min-h-6'

/** The first cell of a row: the name, as a way to the object where there is one, over its alias. */
export function NameCell({ name, href, onOpen, below }: Props) {
  return (
    <div className="min-w-0">
      {onOpen !== undefined ? (
        <button type="button" title={name} onClick={onOpen} className={cn(openStyle, targetStyle)}>
          {name}
        </button>
      ) : href === undefined ? (
        <span title={name} className="block truncate text-sm font-semibold">
          {name}
        </span>
      ) : (
        <Link href={href} title={name} className={openStyle}>
          {name}
        </Link>
      )}
      {below === undefined || below === '' ? null : <span className="block truncate text-xs text-fg-3">{below}</span>}
    </div>
  )
}
