'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { policyApi, type DevopsPlace } from '#components/deployments/urls.ts'
import { toast } from '#components/patterns/toast-store.ts'
import { clashingGroups, mergeValues } from '#components/patterns/two-editors.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { previewPolicy, setPolicy } from '#lib/features/devops-projects/actions.ts'
import type { PolicyImpact, PolicyView } from '#lib/features/devops-projects/types.ts'
import { describeField } from '#lib/i18n/describe.ts'
import { DRAFT_GROUPS, fromDraft, isSame, policyText, toDraft, type PolicyDraft } from './draft.ts'

/** The draft as it was when editing began, or when somebody else's change was taken in; `latest` is what is saved by now. */
function useDraft(place: DevopsPlace, view: PolicyView) {
  const { data: latest = view, refresh } = useRemote('projects', policyApi(place), view)
  const [base, setBase] = useState({ draft: toDraft(view.policy), version: view.version })
  const [draft, setDraft] = useState(base.draft)
  const theirs = toDraft(latest.policy)
  // A newer version with the same policy (only the alias changed) is taken silently.
  const isNewer = latest.version > base.version && !isSame(latest.policy, fromDraft(base.draft))
  const rest = { latest, refresh, base, draft, setDraft, isNewer }
  return {
    ...rest,
    version: isNewer ? base.version : Math.max(base.version, latest.version),
    versions: { base: base.draft, mine: draft, theirs },
    goOn: (next: PolicyDraft) => {
      setBase({ draft: theirs, version: latest.version })
      setDraft(next)
    },
    keep: (version: number) => setBase({ draft, version }),
  }
}

/** The policy while it is edited, and the two steps of saving it: what it would stop, then the change itself. */
export function usePolicy(place: DevopsPlace, view: PolicyView) {
  const t = useTranslations()
  const form = useDraft(place, view)
  const [impact, setImpact] = useState<PolicyImpact | null>(null)
  const preview = useAction(previewPolicy)
  const change = useAction(setPolicy)
  const { draft, versions, latest } = form
  const policy = fromDraft(draft)
  const failure = change.error ?? preview.error
  const isNewer = form.isNewer && !change.pending
  const giveUp = () => setImpact(null)
  const save = async () => {
    const result = await change.run({ ...place, policy, version: form.version })
    giveUp()
    if (result.ok) {
      form.keep(result.data.version)
      toast({ tone: 'success', title: t('tenancy.policy.saved') })
    } else if (result.error.reason === 'version_changed') form.refresh()
  }
  const ask = async () => {
    const result = await preview.run({ ...place, policy })
    if (!result.ok) return
    if (result.data.total > 0) setImpact(result.data)
    else await save()
  }
  const goOn = (next: PolicyDraft) => {
    form.goOn(next)
    preview.reset()
    change.reset()
  }
  return {
    latest,
    draft,
    onDraft: (next: PolicyDraft) => {
      form.setDraft(next)
      preview.reset()
    },
    /** Words of the first issue at the path or inside of it. */
    errorAt: (path: string) => {
      const found = Object.entries(failure?.fields ?? {}).find(([at]) => at === path || at.startsWith(`${path}.`))
      return found ? describeField(found[1], t) : undefined
    },
    isDirty: !isSame(policy, fromDraft(form.base.draft)),
    /** What somebody else saved while this form was open; null while it is based on the newest. */
    newer: isNewer
      ? {
          clashes: clashingGroups(DRAFT_GROUPS, versions).length,
          change: { before: policyText(fromDraft(form.base.draft)), after: policyText(latest.policy) },
          onMerge: () => goOn(mergeValues(DRAFT_GROUPS, versions)),
          onTake: () => goOn(versions.theirs),
        }
      : null,
    // That somebody was faster is told by the notice, with what they changed.
    failure: isNewer && change.error?.reason === 'version_changed' ? null : failure,
    impact,
    isAsking: preview.pending || change.pending,
    isSaving: change.pending,
    ask: () => void ask(),
    save: () => void save(),
    giveUp,
  }
}
