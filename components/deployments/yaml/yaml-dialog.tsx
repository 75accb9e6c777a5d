'use client'
import { Download } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { DiscardDialog } from '#components/patterns/discard-dialog.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { LoadingRows } from '#components/ui/states.tsx'
import { editDeploymentYaml } from '#lib/features/deployments/actions.ts'
import type { DeploymentDetail, DeploymentYaml } from '#lib/features/deployments/types.ts'
import { yamlApi, type DevopsPlace } from '../urls.ts'
import { downloadText, yamlFileName } from './download.ts'
import { ProblemList } from './problem-list.tsx'
import { problemsOf } from './problems.ts'
import { useYamlDocument } from './use-yaml-document.ts'
import { jumpToLine, YamlEditor } from './yaml-editor.tsx'

type Props = {
  place: DevopsPlace
  detail: Pick<DeploymentDetail, 'name' | 'cluster' | 'namespace'>
  onClose: () => void
}

/** The deployment as an Argo CD Application, to be edited as text. */
export function YamlDialog({ place, detail, onClose }: Props) {
  const t = useTranslations('deployments')
  const common = useTranslations('common')
  const { data, error, refresh } = useRemote<DeploymentYaml>('deployments', yamlApi(place, detail.name))
  if (data !== undefined) return <Editing place={place} detail={detail} onClose={onClose} latest={data} />
  return (
    <Dialog
      open
      size="plan"
      onClose={onClose}
      title={t('dialogs.yaml')}
      subtitle={detail.name}
      footer={<Button onClick={onClose}>{common('actions.close')}</Button>}
    >
      {error === null ? (
        <LoadingRows rows={8} label={common('list.loading')} />
      ) : (
        <FailureView failure={error} onRetry={refresh} size="panel" />
      )}
    </Dialog>
  )
}

function Editing({ place, detail, onClose, latest }: Props & { latest: DeploymentYaml }) {
  const t = useTranslations('deployments')
  const common = useTranslations('common')
  const document = useYamlDocument(latest)
  const [asking, setAsking] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const problemsId = useId()
  const { name, cluster, namespace } = detail
  const { run, pending, error, reset } = useAction(editDeploymentYaml, () => {
    toast({ tone: 'success', title: t('toasts.yamlSaved', { name }) })
    onClose()
  })
  const problems = problemsOf(error)
  const close = () => (document.dirty && !pending ? setAsking(true) : onClose())
  const save = () => void run({ ...place, name, yaml: document.text, version: document.version })
  return (
    <Dialog
      open
      size="plan"
      onClose={close}
      title={t('dialogs.yaml')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      footnote={t('yaml.footnote')}
      footer={
        <>
          <Button icon={Download} onClick={() => downloadText(yamlFileName(name), document.text)}>
            {t('yaml.download')}
          </Button>
          <Button onClick={close}>{common('actions.cancel')}</Button>
          <Button tone="primary" busy={pending} blocked={!document.dirty} onClick={save}>
            {common('actions.confirm')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {document.newer === null ? null : (
          <Banner
            tone="warn"
            title={t('yaml.newer')}
            alert
            actions={
              <Button size="sm" onClick={document.takeNewer}>
                {t('yaml.takeNewer')}
              </Button>
            }
          >
            {t('yaml.newerText')}
          </Banner>
        )}
        {problems.length === 0 && document.newer === null ? <FailureNotice failure={error} /> : null}
        <ProblemList
          id={problemsId}
          problems={problems}
          error={error}
          onJump={(line) => jumpToLine(area.current, line)}
        />
        <YamlEditor
          area={area}
          value={document.text}
          onValue={(text) => {
            document.setText(text)
            if (error !== null) reset()
          }}
          marked={new Set(problems.flatMap(({ line }) => (line === null ? [] : [line])))}
          describedBy={problems.length === 0 ? undefined : problemsId}
          className="h-[60dvh]"
        />
      </div>
      <DiscardDialog open={asking} onKeep={() => setAsking(false)} onDiscard={onClose} />
    </Dialog>
  )
}
