import Link from 'next/link'
import type { ReactNode } from 'react'

/** The first cell of a row: the name, as a link where the object has a page, over its alias. */
export function NameCell({ name, href, below }: { name: string; href?: string; below?: ReactNode }) {
  return (
    <div className="min-w-0">
      {href === undefined ? (
        <span title={name} className="block truncate text-sm font-semibold">
          {name}
        </span>
      ) : (
        <Link
          href={href}
          title={name}
          className="block w-fit max-w-full truncate text-sm font-semibold hover:text-accent hover:underline"
        >
          {name}
        </Link>
      )}
      {below === undefined || below === '' ? null : <span className="block truncate text-xs text-fg-3">{below}</span>}
    </div>
  )
}
