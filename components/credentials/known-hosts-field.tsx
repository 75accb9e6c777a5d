'use client'
import { ScanSearch, ShieldCheck } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { useState, useTransition } from 'react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { callAction } from '#components/patterns/use-action.ts'
import type { FormField } from '#components/patterns/use-form.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import { scanHostKeys } from '#lib/features/credentials/actions.ts'
import { originOfAddress } from '#lib/features/credentials/schema.ts'
import type { HostKey } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'

type Props = { place: DevopsPlace; boundTo: string; field: FormField<string> }

/** Host keys that are trusted: pasted, or fetched and compared by a person. Fetched keys count only once they are confirmed. */
export function KnownHostsField({ place, boundTo, field }: Props) {
  const t = useTranslations('credentials.knownHosts')
  const [found, setFound] = useState<{ origin: string; keys: HostKey[] } | null>(null)
  const [error, setError] = useState<PublicError | null>(null)
  const [pending, startScan] = useTransition()
  const origin = originOfAddress(boundTo)
  const canScan = origin?.startsWith('ssh://') === true
  const scan = () =>
    startScan(async () => {
      const result = await callAction(scanHostKeys, { ...place, boundTo })
      setError(result.ok ? null : result.error)
      setFound(result.ok ? { origin: origin ?? '', keys: result.data } : null)
    })
  const trust = (keys: readonly HostKey[]) => {
    field.onValue(keys.map(({ line }) => line).join('\n'))
    setFound(null)
  }
  return (
    <div className="grid gap-2">
      <Field label={t('label')} required hint={t('hint')} error={field.error}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            autoComplete="off"
            placeholder="github.com ssh-ed25519 AAAA…"
            className="font-mono text-xs"
            value={field.value}
            onChange={(event) => field.onValue(event.target.value)}
          />
        )}
      </Field>
      <div>
        <Button size="sm" icon={ScanSearch} busy={pending} blocked={!canScan} onClick={scan}>
          {t('fetch')}
        </Button>
      </div>
      <FailureNotice failure={error} />
      {found !== null && found.origin === origin ? (
        <section aria-label={t('found')} className="grid gap-2 rounded-md border border-warn-line bg-warn-soft p-3">
          <p className="text-sm">{t('compare')}</p>
          <HostKeys keys={found.keys} />
          <div>
            <Button size="sm" icon={ShieldCheck} onClick={() => trust(found.keys)}>
              {t('trust')}
            </Button>
          </div>
        </section>
      ) : null}
    </div>
  )
}

/** Fingerprints, as hosts publish them. */
export function HostKeys({ keys }: { keys: readonly HostKey[] }) {
  return (
    <ul className="grid gap-1">
      {keys.map(({ line, names, algorithm, fingerprint }) => (
        <li key={line} className="text-xs">
          <span className="text-fg-2 anywhere">
            {names} · {algorithm}
          </span>
          <code className="block anywhere">{fingerprint}</code>
        </li>
      ))}
    </ul>
  )
}
