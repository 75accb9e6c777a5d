'use client'
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Popover } from '#components/ui/popover.tsx'
import type { ExternalAddress } from './addresses.ts'

/** One address: a link that opens in a new tab, and a button that copies it. */
export function AddressLine({ address, withNode }: { address: ExternalAddress; withNode?: boolean }) {
  const t = useTranslations('services')
  return (
    <span className="flex min-w-0 items-center gap-1">
      {address.href === null ? (
        <span className="truncate font-mono text-xs">{address.text}</span>
      ) : (
        <a
          href={address.href}
          target="_blank"
          rel="noreferrer"
          title={t('openAddress', { address: address.text })}
          className="flex min-w-0 items-center gap-1 font-mono text-xs text-accent hover:underline"
        >
          <span className="truncate">{address.text}</span>
          <Icon as={ExternalLink} className="size-3" />
        </a>
      )}
      {withNode && address.node !== '' ? (
        <span className="ml-1 truncate text-xs text-fg-3">{t('onNode', { node: address.node })}</span>
      ) : null}
      <CopyButton text={address.text} what={address.text} />
    </span>
  )
}

const SHOWN = 2

/** The addresses of a row: the first two, the rest behind a button. */
export function AddressList({ addresses, name }: { addresses: readonly ExternalAddress[]; name: string }) {
  const t = useTranslations('services')
  const [open, setOpen] = useState(false)
  const rest = addresses.length - SHOWN
  return (
    <div className="min-w-0">
      {addresses.slice(0, SHOWN).map((address) => (
        <AddressLine key={address.text} address={address} />
      ))}
      {rest <= 0 ? null : (
        <Popover
          open={open}
          onOpen={setOpen}
          label={`${t('columns.external')}: ${name}`}
          className="max-h-80 overflow-y-auto p-2"
          trigger={
            <button type="button" className="rounded-xs text-xs text-fg-2 hover:text-accent hover:underline">
              {t('more', { count: rest })}
            </button>
          }
        >
          {addresses.map((address) => (
            <AddressLine key={address.text} address={address} withNode />
          ))}
        </Popover>
      )}
    </div>
  )
}
