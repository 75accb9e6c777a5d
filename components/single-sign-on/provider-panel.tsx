'use client'
import { PlugZap, Pencil, Plus, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Button, IconButton } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Fact, Facts, Panel, PanelHeader } from '#components/ui/panel.tsx'
import type { Mapping, ProviderRow } from '#lib/features/single-sign-on/types.ts'
import { AddMappingDialog, RemoveMappingDialog, useMappingWords } from './mapping-dialogs.tsx'
import { EditProviderDialog, RemoveProviderDialog } from './provider-dialogs.tsx'
import { TestNotice, useProviderTest } from './provider-test.tsx'

type Act = { kind: 'edit' } | { kind: 'remove' } | { kind: 'map' } | { kind: 'unmap'; mapping: Mapping }

/** One provider: what it is, and what its groups give. */
export function ProviderPanel({ provider }: { provider: ProviderRow }) {
  const t = useTranslations('singleSignOn')
  const [act, setAct] = useState<Act | null>(null)
  const test = useProviderTest()
  return (
    <Panel>
      <PanelHeader
        title={<span className="anywhere">{provider.displayName}</span>}
        actions={
          <>
            <Button
              icon={PlugZap}
              busy={test.pending}
              onClick={() => test.run({ issuer: provider.issuer, clientId: provider.clientId })}
            >
              {t('test.open')}
            </Button>
            <Button icon={Pencil} onClick={() => setAct({ kind: 'edit' })}>
              {t('edit.open')}
            </Button>
            <Button tone="danger-quiet" icon={Trash2} onClick={() => setAct({ kind: 'remove' })}>
              {t('remove.open')}
            </Button>
          </>
        }
      />
      <div className="grid gap-4 p-4">
        <TestNotice test={test} />
        <ProviderFacts provider={provider} />
      </div>
      <Mappings
        mappings={provider.mappings}
        onAdd={() => setAct({ kind: 'map' })}
        onRemove={(mapping) => setAct({ kind: 'unmap', mapping })}
      />
      <OpenDialog act={act} provider={provider} onClose={() => setAct(null)} />
    </Panel>
  )
}

function OpenDialog({ act, ...props }: { act: Act | null; provider: ProviderRow; onClose: () => void }) {
  if (act?.kind === 'edit') return <EditProviderDialog {...props} />
  if (act?.kind === 'remove') return <RemoveProviderDialog {...props} />
  if (act?.kind === 'map') return <AddMappingDialog {...props} />
  return act === null ? null : <RemoveMappingDialog {...props} mapping={act.mapping} />
}

function ProviderFacts({ provider }: { provider: ProviderRow }) {
  const t = useTranslations('singleSignOn')
  const { name, issuer, clientId, hasSecret, scopes, groupsClaim, createsPeople, people, redirectUri } = provider
  return (
    <Facts className="wide:grid-cols-3">
      <Fact label={t('fields.name')}>
        <span className="font-mono anywhere">{name}</span>
      </Fact>
      <Fact label={t('fields.issuer')}>
        <span className="font-mono anywhere">{issuer}</span>
      </Fact>
      <Fact label={t('fields.redirectUri')}>
        <span className="flex min-w-0 items-start gap-1">
          <span className="min-w-0 font-mono anywhere">{redirectUri}</span>
          <CopyButton text={redirectUri} what={t('fields.redirectUri')} />
        </span>
      </Fact>
      <Fact label={t('fields.clientId')}>
        <span className="font-mono anywhere">{clientId}</span>
      </Fact>
      <Fact label={t('fields.clientSecret')}>{hasSecret ? t('secret.set') : t('secret.none')}</Fact>
      <Fact label={t('fields.scopes')}>
        <span className="font-mono anywhere">{scopes.join(' ')}</span>
      </Fact>
      <Fact label={t('fields.groupsClaim')}>
        <span className="font-mono anywhere">{groupsClaim}</span>
      </Fact>
      <Fact label={t('fields.creates')}>{t(createsPeople ? 'creates.on' : 'creates.off')}</Fact>
      <Fact label={t('fields.people')}>{t('people', { count: people })}</Fact>
    </Facts>
  )
}

type MappingsProps = { mappings: readonly Mapping[]; onAdd: () => void; onRemove: (mapping: Mapping) => void }

function Mappings({ mappings, onAdd, onRemove }: MappingsProps) {
  const t = useTranslations('singleSignOn.mappings')
  const words = useMappingWords()
  return (
    <div className="border-t border-line">
      <div className="flex flex-wrap items-center gap-2 px-4 py-2">
        <h3 className="text-sm font-semibold">{t('title')}</h3>
        <span className="tnum text-sm text-fg-3">{mappings.length}</span>
        <Button size="sm" icon={Plus} className="ml-auto" onClick={onAdd}>
          {t('add')}
        </Button>
      </div>
      <p className="px-4 pb-3 text-xs text-fg-3">{mappings.length === 0 ? t('empty') : t('note')}</p>
      {mappings.length === 0 ? null : (
        <table className="w-full table-fixed border-t border-line text-left text-sm">
          <thead className="text-xs text-fg-3">
            <tr>
              <th scope="col" className="px-4 py-2 font-medium">
                {t('group')}
              </th>
              <th scope="col" className="px-4 py-2 font-medium">
                {t('place')}
              </th>
              <th scope="col" className="px-4 py-2 font-medium">
                {t('role')}
              </th>
              <th scope="col" className="w-14">
                <span className="sr-only">{t('act')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {mappings.map((mapping) => (
              <tr key={mapping.id} className="border-t border-line">
                <th scope="row" className="px-4 py-2 font-mono font-medium anywhere">
                  {mapping.group}
                </th>
                <td className="px-4 py-2 text-fg-2 anywhere">{words.place(mapping.target)}</td>
                <td className="px-4 py-2 text-fg-2">{words.role(mapping.target)}</td>
                <td className="px-2 py-1 text-right">
                  <IconButton
                    icon={X}
                    size="sm"
                    label={t('remove', { group: mapping.group })}
                    onClick={() => onRemove(mapping)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
