'use client'
import Link, { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import { NAV_ICONS } from './nav-icons.ts'
import { currentItem, type NavItem, type NavModel } from './nav-model.ts'

/** The navigation of a workspace, DevOps project or project: only what the person may open. */
export function SideNav({ model, onGo }: { model: NavModel; onGo?: () => void }) {
  const current = currentItem(model, usePathname())
  return (
    <nav aria-label={model.label} className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="flex items-center gap-2.5 px-4 pt-4 pb-3">
        <span className="grid size-8 shrink-0 place-items-center rounded-sm border border-line bg-surface text-fg-2">
          <Icon as={NAV_ICONS[model.head.icon]} />
        </span>
        <div className="min-w-0">
          <p title={model.head.title} className="truncate text-sm font-semibold">
            {model.head.title}
          </p>
          <p className="truncate text-xs text-fg-3">{model.head.subtitle}</p>
        </div>
      </div>
      {model.groups.map((group, index) => (
        <div key={group.label ?? index} className="px-2">
          {group.label === undefined ? null : <p className="px-2.5 pt-4 pb-1 text-xs text-fg-3">{group.label}</p>}
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <NavLink item={item} isCurrent={item === current} onGo={onGo} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function NavLink({ item, isCurrent, onGo }: { item: NavItem; isCurrent: boolean; onGo: (() => void) | undefined }) {
  return (
    <Link
      href={item.href}
      {...(onGo ? { onClick: onGo } : {})}
      aria-current={isCurrent ? 'page' : undefined}
      className={cn(
        'flex h-9 items-center gap-2.5 rounded-sm px-2.5 text-sm transition-colors',
        isCurrent ? 'bg-accent-soft font-semibold text-accent' : 'text-fg-2 hover:bg-hover',
      )}
    >
      <Icon as={NAV_ICONS[item.icon]} />
      <span title={item.label} className="min-w-0 flex-1 truncate">
        {item.label}
      </span>
      <NavCount count={item.count} isCurrent={isCurrent} />
    </Link>
  )
}

/** How many there are; a spinner while the page is on its way for longer than a moment. */
function NavCount({ count, isCurrent }: { count: number | undefined; isCurrent: boolean }) {
  const { pending } = useLinkStatus()
  if (pending) return <Spinner className="appear-late size-3.5 text-fg-3" />
  if (count === undefined) return null
  return <span className={cn('tnum text-xs font-normal', isCurrent ? 'text-accent' : 'text-fg-3')}>{count}</span>
}
