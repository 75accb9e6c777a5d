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
import type { PublicError } from '#lib/core/errors.ts'
import { editDeploymentYaml } from '#lib/features/deployments/actions.ts'
import type { DeploymentDetail, DeploymentYaml } from '#lib/features/deployments/types.ts'
import { yamlApi, type DevopsPlace } from '../urls.ts'
import { downloadText, yamlFileName } from './download.ts'
import { ProblemList } from './problem-list.tsx'
import { problemsOf } from './problems.ts'
import { useYamlDocument, type YamlDocument } from './use-yaml-document.ts'
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
  const { name, cluster, namespace } = detail
  const { run, pending, error, reset } = useAction(editDeploymentYaml, () => {
    toast({ tone: 'success', title: t('toasts.yamlSaved', { name }) })
    onClose()
  })
  const close = () => (document.dirty && !pending ? setAsking(true) : onClose())
  const save = () => void run({ ...place, name, yaml: document.text, version: document.version })
  return (
    <Dialog
      open
      size="plan"
      onClose={close}
      title={t('dialogs.yaml')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      footnote={document.newer === null ? t('yaml.footnote') : t('yaml.newerNote')}
      footer={
        <>
          <Button icon={Download} onClick={() => downloadText(yamlFileName(name), document.text)}>
            {t('yaml.download')}
          </Button>
          <Button onClick={close}>{common('actions.cancel')}</Button>
          <Button tone="primary" busy={pending} blocked={!document.dirty || document.newer !== null} onClick={save}>
            {common('actions.confirm')}
          </Button>
        </>
      }
    >
      <EditingBody document={document} error={error} onEdit={reset} />
      <DiscardDialog open={asking} onKeep={() => setAsking(false)} onDiscard={onClose} />
    </Dialog>
  )
}

type BodyProps = { document: YamlDocument; error: PublicError | null; onEdit: () => void }

/** What is in the way of saving, above the text. A refusal is about the text it was made for, so an edit takes it away. */
function EditingBody({ document, error, onEdit }: BodyProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const problems = problemsOf(error)
  const conflict = document.newer !== null
  return (
    <div className="grid gap-3">
      {conflict ? <NewerNotice onTake={document.takeNewer} /> : null}
      {problems.length === 0 && !conflict ? <FailureNotice failure={error} /> : null}
      <ProblemList id={id} problems={problems} error={error} onJump={(line) => jumpToLine(area.current, line)} />
      <YamlEditor
        area={area}
        value={document.text}
        onValue={(text) => {
          document.setText(text)
          if (error !== null) onEdit()
        }}
        marked={new Set(problems.flatMap(({ line }) => (line === null ? [] : [line])))}
        describedBy={problems.length === 0 ? undefined : id}
        className="h-[60dvh]"
      />
    </div>
  )
}

function NewerNotice({ onTake }: { onTake: () => void }) {
  const t = useTranslations('deployments.yaml')
  return (
    <Banner
      tone="warn"
      alert
      title={t('newer')}
      actions={
        <Button size="sm" onClick={onTake}>
          {t('takeNewer')}
        </Button>
      }
    >
      {t('newerText')}
    </Banner>
  )
}
