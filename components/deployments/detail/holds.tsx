'use client'
import { Play, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { Can } from '#components/patterns/can.tsx'
import { CommitText } from '#components/patterns/commit-text.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { Button } from '#components/ui/button.tsx'
import type { DeploymentDetail, Flapping, Pause, Pin } from '#lib/features/deployments/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import type { OpenAct } from '../dialogs/deployment-acts.tsx'
import { useResume } from '../dialogs/row-menu.tsx'
import type { DevopsPlace } from '../urls.ts'

type Props = {
  place: DevopsPlace
  detail: DeploymentDetail
  onOpen: (act: OpenAct) => void
  onShow: (key: string) => void
}

/** What people hold back, and who fights with self-heal: each with the way out. */
export function Holds({ place, detail, onOpen, onShow }: Props) {
  const { name, pin, pause, flapping, objects, deleting } = detail
  const resume = useResume(place)
  if (deleting) return null
  return (
    <>
      {pin === null ? null : <PinBanner pin={pin} onRelease={() => onOpen({ kind: 'release', name })} />}
      {pause === null ? null : <PauseBanner pause={pause} onResume={() => resume(name)} />}
      {flapping === null ? null : (
        <FlappingBanner
          flapping={flapping}
          onShow={objects.some(({ key }) => key === flapping.key) ? () => onShow(flapping.key) : undefined}
        />
      )}
    </>
  )
}

function PinBanner({ pin, onRelease }: { pin: Pin; onRelease: () => void }) {
  const t = useTranslations('deployments.holds')
  return (
    <Banner
      tone="warn"
      title={t('pinned', { commit: pin.commit.slice(0, 7) })}
      actions={
        <Can permission="devops.deployments.manage">
          <Button size="sm" icon={Undo2} onClick={onRelease}>
            {t('release')}
          </Button>
        </Can>
      }
    >
      <p>{t('pinnedText', { number: pin.number })}</p>
      <By by={pin.by} at={pin.at}>
        <CommitText commit={pin.commit} copy />
      </By>
    </Banner>
  )
}

function PauseBanner({ pause, onResume }: { pause: Pause; onResume: () => void }) {
  const t = useTranslations('deployments.holds')
  return (
    <Banner
      tone="warn"
      title={t('paused', { reason: pause.reason })}
      actions={
        <Can permission="devops.deployments.manage">
          <Button size="sm" icon={Play} onClick={onResume}>
            {t('resume')}
          </Button>
        </Can>
      }
    >
      <p>{t('pausedText')}</p>
      <By by={pause.by} at={pause.at}>
        {pause.until === null ? (
          t('untilResumed')
        ) : (
          <span>
            {t('until')} <TimeText at={pause.until} relative="hidden" className="text-xs" />
          </span>
        )}
      </By>
    </Banner>
  )
}

/** Who holds it, since when, and one more fact. */
function By({ by, at, children }: { by: string; at: string; children: ReactNode }) {
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-2">
      <span>{by}</span>
      <span aria-hidden>·</span>
      <TimeText at={at} className="text-xs" />
      <span aria-hidden>·</span>
      {children}
    </p>
  )
}

function FlappingBanner({ flapping, onShow }: { flapping: Flapping; onShow: (() => void) | undefined }) {
  const t = useTranslations()
  const { kind, name, path, manager, count } = flapping
  const { short, text } = describeWhy({ reason: 'flapping', params: { object: `${kind} ${name}`, path, manager } }, t)
  return (
    <Banner
      tone="warn"
      title={`${short} · ${t('deployments.holds.healed', { count })}`}
      actions={
        onShow === undefined ? null : (
          <Button size="sm" onClick={onShow}>
            {t('deployments.holds.differences')}
          </Button>
        )
      }
    >
      {text}
    </Banner>
  )
}
