'use client'
import { Languages } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { useId, useMemo, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useRemote } from '#components/patterns/use-remote.ts'
import { useSettled } from '#components/patterns/use-settled.ts'
import { OptionList, type ComboboxOption } from '#components/ui/combobox.tsx'
import { useInertPage, useReturnTarget } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import type { SearchHit } from '#lib/features/search/types.ts'
import { LOCALES, THEMES, type Locale, type Theme } from '#lib/i18n/locales.ts'
import { ownName, useChooseLanguage } from './language-menu.tsx'
import { NAV_ICONS } from './nav-icons.ts'
import type { NavItem } from './nav-model.ts'
import { hitOptions, type HitLooks } from './palette-entries.ts'
import { THEME_ICONS } from './theme-menu.tsx'
import { chooseTheme } from './use-theme.ts'

const TYPING_PAUSE_MS = 150

type Props = { pages: readonly NavItem[]; onClose: () => void }

/** Goes to anything by its name and changes what is one's own: arrows choose, Enter goes, Esc closes. Mounted means open. */
export function PalettePanel({ pages, onClose }: Props) {
  const t = useTranslations('shell.palette')
  const id = useId()
  const [query, setQuery] = useState('')
  const { options, searching } = useOptions(pages, query)
  const take = useTake(onClose)
  const returnTo = useReturnTarget(true)
  useInertPage(true)
  return (
    <Dialog.Root open onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 layer-dialog animate-fade bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (returnTo.current instanceof HTMLElement) returnTo.current.focus()
          }}
          className="fixed inset-x-0 top-[12dvh] layer-dialog mx-auto w-[640px] max-w-[94dvw] animate-rise overflow-hidden rounded-lg border border-line bg-raised shadow-dialog outline-none"
        >
          <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
          <OptionList
            control={{ id, 'aria-describedby': undefined, 'aria-invalid': undefined, 'aria-required': undefined }}
            options={options}
            value=""
            searchLabel={t('search')}
            emptyText={searching ? t('searching') : t('none')}
            onTake={take}
            onQuery={setQuery}
            listClassName="max-h-[56dvh] min-h-40"
          />
          <p className="flex items-center gap-3 border-t border-line bg-sunken px-3 py-2 text-xs text-fg-2">
            <Hint keys="↑ ↓" words={t('move')} />
            <Hint keys="Enter" words={t('go')} />
            <Hint keys="Esc" words={t('close')} />
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Hint({ keys, words }: { keys: string; words: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <Kbd>{keys}</Kbd>
      {words}
    </span>
  )
}

/** Values that are acts and not addresses. */
const THEME = 'theme:'
const LANGUAGE = 'language:'

function useTake(onClose: () => void): (value: string) => void {
  const router = useRouter()
  const chooseLanguage = useChooseLanguage()
  return (value) => {
    onClose()
    if (value.startsWith(THEME)) chooseTheme(value.slice(THEME.length) as Theme)
    else if (value.startsWith(LANGUAGE)) chooseLanguage(value.slice(LANGUAGE.length) as Locale)
    else router.push(value)
  }
}

function useHitLooks(): HitLooks {
  const t = useTranslations('shell')
  return useMemo(
    () => ({
      deployment: { icon: NAV_ICONS.deployments, group: t('nav.deployments') },
      repository: { icon: NAV_ICONS.repositories, group: t('nav.repositories') },
      project: { icon: NAV_ICONS.project, group: t('scope.project') },
      devops: { icon: NAV_ICONS.devops, group: t('scope.devops') },
      workspace: { icon: NAV_ICONS.workspace, group: t('scope.workspace') },
    }),
    [t],
  )
}

/** What was found on the server, the pages of here, and acts. */
function useOptions(pages: readonly NavItem[], query: string): { options: ComboboxOption[]; searching: boolean } {
  const t = useTranslations('shell')
  const looks = useHitLooks()
  const search = useSettled(query.trim(), TYPING_PAUSE_MS)
  const url = search === '' ? null : `/api/search?${new URLSearchParams({ search }).toString()}`
  const { data, fetching } = useRemote<SearchHit[]>('search', url)
  const options = useMemo(
    () => [
      ...hitOptions(search === '' ? [] : (data ?? []), looks),
      ...pages.map(({ href, label, icon }) => ({
        value: href,
        label,
        icon: NAV_ICONS[icon],
        group: t('palette.pages'),
      })),
      ...THEMES.map((theme) => ({
        value: `${THEME}${theme}`,
        label: `${t('theme.label')}: ${t(`theme.${theme}`)}`,
        icon: THEME_ICONS[theme],
        group: t('palette.acts'),
      })),
      ...LOCALES.map((locale) => ({
        value: `${LANGUAGE}${locale}`,
        label: `${t('language.label')}: ${ownName(locale)}`,
        icon: Languages,
        group: t('palette.acts'),
      })),
    ],
    [data, looks, pages, search, t],
  )
  return { options, searching: fetching || search !== query.trim() }
}
