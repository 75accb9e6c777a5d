import { initials } from '#components/shell/initials.ts'

/** The initials of a person, where their name stands beside. */
export const Avatar = ({ username }: { username: string }) => (
  <span
    aria-hidden
    className="grid size-7 shrink-0 place-items-center rounded-sm bg-accent-soft text-xs font-semibold text-accent"
  >
    {initials(username)}
  </span>
)
