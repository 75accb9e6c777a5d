'use client'
import { ArrowRight } from 'lucide-react'
import { useId } from 'react'
import { useTranslations } from 'use-intl/react'
import type { ProjectPlace } from '#components/shell/paths.ts'
import { FieldNote, RequiredMark } from '#components/ui/field.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Input } from '#components/ui/input.tsx'
import { NODE_PORT_MAX, NODE_PORT_MIN } from '#lib/features/services/schema.ts'
import type { ServicePort, ServiceRow } from '#lib/features/services/types.ts'
import { portText } from './addresses.ts'
import { editablePorts } from './access-values.ts'
import { useTakenPort } from './use-taken-port.ts'

type Props = {
  place: ProjectPlace
  service: ServiceRow
  values: Record<string, string>
  errorOf: (port: number) => string | undefined
  onPort: (port: number, typed: string) => void
}

/** The wanted node port of each port of the Service; empty fields are chosen by the API server. */
export function NodePortFields({ place, service, values, errorOf, onPort }: Props) {
  const t = useTranslations('services.edit')
  const hintId = useId()
  return (
    <fieldset className="min-w-0" aria-describedby={hintId}>
      <legend className="mb-1 flex items-center gap-1 text-sm font-medium">
        {t('ports')}
        <RequiredMark optional />
      </legend>
      <ul className="rounded-sm border border-line">
        {editablePorts(service).map((port) => (
          <PortField
            key={port.port}
            place={place}
            service={service.name}
            port={port}
            value={values[String(port.port)] ?? ''}
            error={errorOf(port.port)}
            onValue={(typed) => onPort(port.port, typed)}
          />
        ))}
      </ul>
      <p id={hintId} className="mt-1 text-xs text-fg-3">
        {t('portHint', { min: String(NODE_PORT_MIN), max: String(NODE_PORT_MAX) })}
      </p>
    </fieldset>
  )
}

type PortFieldProps = {
  place: ProjectPlace
  service: string
  port: ServicePort
  value: string
  error: string | undefined
  onValue: (typed: string) => void
}

function PortField({ place, service, port, value, error: refused, onValue }: PortFieldProps) {
  const t = useTranslations('services.edit')
  const taken = useTakenPort(place, service, port, value)
  const error = refused ?? taken
  const errorId = useId()
  return (
    <li className="border-t border-line px-3 py-2 first:border-t-0">
      <div className="grid grid-cols-[1fr_20px_160px] items-center gap-3">
        <span className="min-w-0 truncate font-mono text-sm">
          {portText(port)} <span className="text-fg-3">→ {port.targetPort}</span>
        </span>
        <Icon as={ArrowRight} className="text-fg-3" />
        <Input
          mono
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          aria-label={t('portLabel', { port: portText(port) })}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? undefined : errorId}
          placeholder={t('auto')}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      </div>
      {error === undefined ? null : <FieldNote id={errorId} error={error} />}
    </li>
  )
}
