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

const openStyle = 'w-fit max-w-full text-left text-sm font-semibold hover:text-accent hover:underline'

/** A way below the name needs a height of its own: two targets stand 24 px apart (WCAG 2.5.8). */
const targetStyle = 'min-h-6'

/** The first cell of a row: the name, as a way to the object where there is one, over its alias. */
export function NameCell({ name, href, onOpen, below }: Props) {
  // Names differ at their ends: where nothing stands below, a long one takes the second line and the row its height of before.
  const alone = below === undefined || below === ''
  const fit = alone ? 'line-clamp-2 leading-[18px] wrap-anywhere' : 'block truncate'
  return (
    <div className="min-w-0">
      {onOpen !== undefined ? (
        <button type="button" title={name} onClick={onOpen} className={cn(openStyle, fit, targetStyle)}>
          {name}
        </button>
      ) : href === undefined ? (
        <span title={name} className={cn('text-sm font-semibold', fit)}>
          {name}
        </span>
      ) : (
        <Link href={href} title={name} className={cn(openStyle, fit)}>
          {name}
        </Link>
      )}
      {alone ? null : <span className="block truncate text-xs text-fg-3">{below}</span>}
    </div>
  )
}
