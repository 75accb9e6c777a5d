'use client'
import { ChevronsUpDown } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { OptionList } from '#components/ui/combobox.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { NAV_ICONS } from './nav-icons.ts'
import type { NavIcon } from './nav-model.ts'

export type ScopeChoice = { href: string; name: string; alias: string; note?: string }

export type ScopeSwitcherProps = {
  icon: NavIcon
  /** "워크스페이스", "DevOps 프로젝트", "프로젝트". */
  kind: string
  current: ScopeChoice
  choices: readonly ScopeChoice[]
}

/** Shows where one is in the top bar, and goes to a sibling. */
export function ScopeSwitcher({ icon, kind, current, choices }: ScopeSwitcherProps) {
  const t = useTranslations('shell.scope')
  const router = useRouter()
  const id = useId()
  const [open, setOpen] = useState(false)
  const go = (href: string) => {
    setOpen(false)
    if (href !== current.href) router.push(href)
  }
  return (
    <Popover
      open={open}
      onOpen={setOpen}
      label={kind}
      className="w-80 max-w-[90vw]"
      trigger={
        <button
          type="button"
          className="flex h-9 min-w-0 items-center gap-2 rounded-sm px-2 hover:bg-hover data-[state=open]:bg-active"
        >
          <Icon as={NAV_ICONS[icon]} className="text-fg-3 max-sm:hidden" />
          <span className="text-xs whitespace-nowrap text-fg-3 max-mid:sr-only">{kind}</span>
          <span className="min-w-0 truncate text-sm font-medium">{current.name}</span>
          <span className="sr-only">{t('change')}</span>
          <Icon as={ChevronsUpDown} className="size-3.5 text-fg-3" />
        </button>
      }
    >
      <OptionList
        control={{ id, 'aria-describedby': undefined, 'aria-invalid': undefined, 'aria-required': undefined }}
        options={choices.map((choice) => ({
          value: choice.href,
          label: choice.name,
          description: [choice.alias, choice.note].filter(Boolean).join(' · ') || undefined,
        }))}
        value={current.href}
        searchLabel={t('search')}
        emptyText={t('none')}
        onTake={go}
      />
    </Popover>
  )
}
