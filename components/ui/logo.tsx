import { cn } from './cn.ts'

/** The mark: ㅇ seated in the socket of ㅁ. One colour, the current one. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden className={cn('size-[22px] shrink-0', className)}>
      <circle cx="6.5" cy="12" r="5.25" />
      <path d="M9.9 3.75H21.4c.75 0 1.35.6 1.35 1.35v13.8c0 .75-.6 1.35-1.35 1.35H9.9a.75.75 0 0 1-.45-1.36 7.4 7.4 0 0 0 0-13.78.75.75 0 0 1 .45-1.36z" />
    </svg>
  )
}
