import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { Icon, type IconType } from './icon.tsx'

export type StateViewProps = {
  icon?: IconType | undefined
  tone?: 'plain' | 'bad'
  /** A sentence without full stop. */
  title: ReactNode
  text?: ReactNode
  /** Facts under the text: the request number, the missing permission. */
  children?: ReactNode
  /** At most one primary button. */
  actions?: ReactNode
  /** `page` fills the space of a list, `panel` stands inside one. */
  size?: 'page' | 'panel'
  /** 1 where the page has no other heading. */
  headingLevel?: 1 | 2
}

/** The one shape of "there is nothing to show here": icon, what is so, why and what to do. */
export function StateView({
  icon,
  tone = 'plain',
  title,
  text,
  children,
  actions,
  size = 'page',
  headingLevel = 2,
}: StateViewProps) {
  const Heading = headingLevel === 1 ? 'h1' : 'h2'
  return (
    <div
      className={cn(
        'flex flex-col items-center justify-center px-6 text-center',
        size === 'page' ? 'min-h-[420px] py-16' : 'py-10',
      )}
    >
      {icon ? (
        <span
          className={cn(
            'mb-4 grid size-12 place-items-center rounded-md border',
            tone === 'bad' ? 'border-bad-line bg-bad-soft text-bad' : 'border-line bg-sunken text-fg-2',
          )}
        >
          <Icon as={icon} className="size-6" />
        </span>
      ) : null}
      <Heading className="text-lg font-semibold">{title}</Heading>
      {text === undefined ? null : <div className="mt-2 max-w-[42em] text-sm text-fg-2">{text}</div>}
      {children === undefined ? null : <div className="mt-4 max-w-full min-w-0">{children}</div>}
      {actions === undefined ? null : <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

/** Grey bars in the place of rows while a list is read for the first time; they appear after 300 ms. */
export function LoadingRows({ rows = 5, label }: { rows?: number; label: string }) {
  return (
    <output className="block appear-late">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className="flex h-11 items-center gap-6 border-t border-line px-4">
          <span className="h-3 w-1/4 rounded-xs bg-active" />
          <span className="h-3 w-1/6 rounded-xs bg-hover" />
          <span className="h-3 w-1/5 rounded-xs bg-hover" />
          <span className="ml-auto h-3 w-32 rounded-xs bg-hover" />
        </span>
      ))}
    </output>
  )
}
