'use client'
import { useSearchParams } from 'next/navigation'
import { useTextsInUrl } from '#components/patterns/use-text-in-url.ts'
import { resourceKey, type ResourceId } from '#lib/engine/model/resource.ts'
import type { ObjectAccess } from './access.ts'
import { OBJECT_TABS, ObjectPanel, type ObjectTab } from './object-panel.tsx'
import { openedText, parseOpened } from './opened-object.ts'

export type OpenedObject = {
  /** Null: no panel is open. */
  object: ResourceId | null
  tab: ObjectTab
  open: (object: ResourceId, tab?: ObjectTab) => void
  close: () => void
}

/** The object whose panel is open beside a page. It stands in the address: it survives a reload and can be sent to a colleague. */
export function useOpenedObject(): OpenedObject {
  const source = useSearchParams()
  const setInUrl = useTextsInUrl()
  const tab = source.get('objectTab')
  return {
    object: parseOpened(source.get('open')),
    tab: OBJECT_TABS.find((known) => known === tab) ?? 'state',
    open: (object, first) => setInUrl({ open: openedText(object), objectTab: first ?? null }),
    close: () => setInUrl({ open: null, objectTab: null }),
  }
}

/** The panel of the opened object, if any. */
export function OpenedPanel({ access, opened }: { access: ObjectAccess; opened: OpenedObject }) {
  const { object, tab, close } = opened
  if (object === null) return null
  return <ObjectPanel key={resourceKey(object)} access={access} object={object} tab={tab} onClose={close} />
}
