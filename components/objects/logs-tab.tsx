'use client'
import { Download, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { SearchInput } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { PodInfo } from '#lib/features/objects/types.ts'
import { logsApi, type LogChoice, type ObjectAccess } from './access.ts'
import { LogLines } from './log-lines.tsx'
import { matching } from './log-text.ts'
import { useLog } from './use-log.ts'

type Props = { access: ObjectAccess; pods: readonly PodInfo[] }

const TAIL = 1000
const SINCE = { all: null, '5m': 300, '1h': 3600, '24h': 86_400 } as const
type Since = keyof typeof SINCE
const isSince = (text: string): text is Since => text in SINCE

/** Which log is read: pod and container, from when on, followed or not. */
function useChoice(pods: readonly PodInfo[]) {
  const [podName, setPod] = useState(pods[0]?.name ?? '')
  const [containerName, setContainer] = useState('')
  const [since, setSince] = useState<Since>('all')
  const [previous, setPrevious] = useState(false)
  const [follow, setFollow] = useState(true)
  // A pod may go while its log is looked at.
  const pod = pods.find(({ name }) => name === podName) ?? pods[0]
  const container = pod?.containers.find(({ name }) => name === containerName) ?? pod?.containers[0]
  const isPrevious = previous && container?.hasPrevious === true
  const choice: LogChoice = {
    namespace: pod?.namespace ?? '',
    pod: pod?.name ?? '',
    container: container?.name ?? '',
    previous: isPrevious,
    follow: follow && !isPrevious,
    since: SINCE[since],
  }
  return { choice, pod, container, since, setPod, setContainer, setSince, setPrevious, setFollow }
}

/** The log of a container as it is written, with a search in what was read. */
export function LogsTab({ access, pods }: Props) {
  const t = useTranslations('objects.logs')
  const chosen = useChoice(pods)
  const [round, setRound] = useState(0)
  const { choice, pod } = chosen
  const url = logsApi(access, choice, { tail: TAIL })
  if (!pod) return null
  return (
    <div className="grid gap-3">
      {pod.simulated ? (
        <Banner tone="info" title={t('simulated')}>
          {t('simulatedText')}
        </Banner>
      ) : null}
      <Choices pods={pods} {...chosen} />
      <LogView
        key={`${url} ${round}`}
        url={url}
        choice={choice}
        download={logsApi(access, choice, { download: true })}
        onAgain={() => setRound(round + 1)}
      />
    </div>
  )
}

function Choices({ pods, ...chosen }: { pods: readonly PodInfo[] } & ReturnType<typeof useChoice>) {
  const t = useTranslations('objects.logs')
  const roles = useTranslations('objects.roles')
  const { choice, pod, container, since } = chosen
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {pods.length > 1 ? (
        <Select
          aria-label={t('pod')}
          className="max-w-72"
          value={choice.pod}
          onValue={chosen.setPod}
          options={pods.map(({ name }) => ({ value: name, label: name }))}
        />
      ) : null}
      <Select
        aria-label={t('container')}
        className="max-w-60"
        value={choice.container}
        onValue={chosen.setContainer}
        options={(pod?.containers ?? []).map(({ name, role }) => ({
          value: name,
          label: role === 'main' ? name : `${name} (${roles(role)})`,
        }))}
      />
      <Select
        aria-label={t('since')}
        className="w-36"
        value={since}
        onValue={(value) => isSince(value) && chosen.setSince(value)}
        options={(Object.keys(SINCE) as Since[]).map((value) => ({ value, label: t(`sinces.${value}`) }))}
      />
      {container?.hasPrevious ? (
        <Toggle label={t('previous')} checked={choice.previous} onChecked={chosen.setPrevious} />
      ) : null}
      {choice.previous ? null : <Toggle label={t('follow')} checked={choice.follow} onChecked={chosen.setFollow} />}
    </div>
  )
}

function Toggle(props: { label: string; checked: boolean; onChecked: (checked: boolean) => void }) {
  return (
    <label className="flex h-8 cursor-pointer items-center gap-2 text-sm whitespace-nowrap">
      <Checkbox checked={props.checked} onChecked={props.onChecked} />
      {props.label}
    </label>
  )
}

type ViewProps = { url: string; choice: LogChoice; download: string; onAgain: () => void }

function LogView({ url, choice, download, onAgain }: ViewProps) {
  const t = useTranslations('objects.logs')
  const log = useLog(url, choice.follow)
  const [search, setSearch] = useState('')
  const [times, setTimes] = useState(false)
  const shown = matching(log.lines, search)
  const count = search.trim() === '' ? t('lines', { count: shown.length }) : t('found', { count: shown.length })
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SearchInput
          label={t('search')}
          placeholder={t('search')}
          className="w-60"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Toggle label={t('times')} checked={times} onChecked={setTimes} />
        <output className="tnum ml-auto text-xs text-fg-2">{`${t(`states.${log.state}`)} · ${count}`}</output>
        <a
          href={download}
          download
          className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-sm border border-line-strong bg-surface px-2.5 text-xs font-medium hover:bg-hover"
        >
          <Download aria-hidden className="size-4" strokeWidth={1.75} />
          {t('download')}
        </a>
      </div>
      {log.state === 'failed' ? (
        <div className="grid justify-items-start gap-2">
          <FailureNotice failure={log.failure} title={t('failed')} />
          <Button size="sm" icon={RotateCw} onClick={onAgain}>
            {t('again')}
          </Button>
        </div>
      ) : null}
      <LogLines lines={shown} times={times} label={t('label', { pod: choice.pod, container: choice.container })} />
    </>
  )
}
