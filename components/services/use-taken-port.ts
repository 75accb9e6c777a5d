import { useTranslations } from 'use-intl/react'
import { useRemote } from '#components/patterns/use-remote.ts'
import { useSettled } from '#components/patterns/use-settled.ts'
import { nodePortApi, type ProjectPlace } from '#components/shell/paths.ts'
import type { NodePortAnswer, ServicePort } from '#lib/features/services/types.ts'
import { isNodePort } from './access-values.ts'

const TYPING_PAUSE_MS = 400

/** Words for a typed node port that another Service of the cluster has; undefined while it is free or not known. Saving is judged anew. */
export function useTakenPort(place: ProjectPlace, service: string, port: ServicePort, value: string) {
  const t = useTranslations('services.edit')
  const typed = value.trim()
  const settled = useSettled(typed, TYPING_PAUSE_MS)
  const isAsked = isNodePort(settled) && settled !== String(port.nodePort ?? '')
  const url = isAsked ? nodePortApi(place, { service, port: port.port, nodePort: settled }) : null
  const { data } = useRemote<NodePortAnswer>('services', url)
  // While another number is asked for, the answer is still that of the one before.
  if (url === null || data === undefined || String(data.nodePort) !== typed || !data.isTaken) return undefined
  return data.by === null ? t('takenByOther') : t('takenBy', data.by)
}
