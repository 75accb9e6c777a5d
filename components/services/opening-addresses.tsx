'use client'
import { Info } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Icon } from '#components/ui/icon.tsx'
import type { ServiceRow } from '#lib/features/services/types.ts'
import { AddressLine } from './address-list.tsx'
import { addressAt, externalAddresses } from './addresses.ts'
import { editablePorts, isNodePort, type AccessValues } from './access-values.ts'

type Props = { service: ServiceRow; values: AccessValues; nodes: readonly { host: string; node: string }[] }

/** What will answer from outside once this is saved (a link only if it does already), and the port a firewall has to let through. */
export function OpeningAddresses({ service, values, nodes }: Props) {
  const t = useTranslations('services.edit')
  if (values.access === 'none') return null
  if (values.access === 'LoadBalancer') return <Note>{t('balancer')}</Note>
  const ports = editablePorts(service).map((port) => ({ port, typed: (values.ports[String(port.port)] ?? '').trim() }))
  const chosen = ports.filter(({ typed }) => isNodePort(typed))
  const openNow = new Set(externalAddresses(service).map(({ text }) => text))
  const isWhole = chosen.length === ports.length && nodes.length > 0
  return (
    <div>
      <p className="mb-1 text-sm font-medium">{t('willOpen')}</p>
      {isWhole ? (
        <ul className="rounded-sm border border-line">
          {chosen.flatMap(({ port, typed }) =>
            nodes.map(({ host, node }) => {
              const address = addressAt(host, Number(typed), port, node)
              return (
                <li key={address.text} className="flex h-9 items-center border-t border-line px-3 first:border-t-0">
                  <AddressLine address={openNow.has(address.text) ? address : { ...address, href: null }} withNode />
                </li>
              )
            }),
          )}
        </ul>
      ) : (
        <p className="text-xs text-fg-2">{t('willOpenUnknown')}</p>
      )}
      <Note>
        {chosen.length === 0
          ? t('firewallAuto')
          : t('firewall', { ports: chosen.map(({ port, typed }) => `${typed}/${port.protocol}`).join(', ') })}
      </Note>
    </div>
  )
}

function Note({ children }: { children: string }) {
  return (
    <p className="mt-1 flex items-center gap-1.5 text-xs text-fg-2">
      <Icon as={Info} className="size-3.5 text-fg-3" />
      {children}
    </p>
  )
}
