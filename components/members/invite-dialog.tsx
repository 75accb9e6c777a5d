'use client'
import { UserPlus } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { DiscardDialog } from '#components/patterns/discard-dialog.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { useSettled } from '#components/patterns/use-settled.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { SearchInput } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { LoadingRows, StateView } from '#components/ui/states.tsx'
import { MOST_AT_ONCE, type Candidate, type CandidateList } from '#lib/features/members/types.ts'
import { Avatar } from './person.tsx'
import { candidatesApi, memberActs, placeName, type MemberPlace } from './place.ts'
import type { RoleChoice } from './role-choices.ts'

type Chosen = ReadonlyMap<string, { candidate: Candidate; role: string }>
type Props = { place: MemberPlace; choices: readonly RoleChoice[]; onClose: () => void }

const TYPING_PAUSE_MS = 250

/** Finds people and gives each a role; the whole set is sent at once, and either all of them are members or nobody is. */
export function InviteDialog({ place, choices, onClose }: Props) {
  const t = useTranslations('members.invite')
  const common = useTranslations('common.actions')
  const id = useId()
  const [chosen, setChosen] = useState<Chosen>(new Map())
  const [asking, setAsking] = useState(false)
  const { run, pending, error } = useAction(memberActs(place).invite, ({ count }) => {
    toast({ tone: 'success', title: t('done', { count }) })
    onClose()
  })
  const count = chosen.size
  const blocked = count === 0 || count > MOST_AT_ONCE
  const close = () => (count > 0 && !pending ? setAsking(true) : onClose())
  const choose = (candidate: Candidate, role: string) => {
    const next = new Map(chosen)
    if (role === '') next.delete(candidate.username)
    else next.set(candidate.username, { candidate, role })
    setChosen(next)
  }
  return (
    <>
      <Dialog
        open
        size="repository"
        onClose={close}
        title={t(`title.${place.kind}`)}
        subtitle={placeName(place)}
        footnote={count > MOST_AT_ONCE ? t('tooMany', { limit: MOST_AT_ONCE }) : count === 0 ? t('choose') : undefined}
        footer={
          <>
            <Button onClick={close}>{common('cancel')}</Button>
            <Button type="submit" form={id} tone="primary" icon={UserPlus} busy={pending} blocked={blocked}>
              {count === 0 ? t('open') : t('submit', { count })}
            </Button>
          </>
        }
      >
        <form
          id={id}
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (!pending && !blocked) void run([...chosen].map(([username, { role }]) => ({ username, role })))
          }}
        >
          <FailureNotice failure={error} />
          <p className="text-sm text-fg-2">{t(place.kind === 'workspace' ? 'text.workspace' : 'text.inside')}</p>
          <Candidates place={place} choices={choices} chosen={chosen} onChoose={choose} />
        </form>
      </Dialog>
      <DiscardDialog open={asking} onKeep={() => setAsking(false)} onDiscard={onClose} />
    </>
  )
}

type CandidatesProps = {
  place: MemberPlace
  choices: readonly RoleChoice[]
  chosen: Chosen
  onChoose: (candidate: Candidate, role: string) => void
}

function Candidates({ place, choices, chosen, onChoose }: CandidatesProps) {
  const t = useTranslations('members.invite')
  const [search, setSearch] = useState('')
  const settled = useSettled(search.trim(), TYPING_PAUSE_MS)
  const { data, error } = useRemote<CandidateList>('members', candidatesApi(place, settled))
  // Who was chosen stays in sight whatever is searched for.
  const kept = [...chosen.values()].map(({ candidate }) => candidate)
  const rows = [...kept, ...(data?.items ?? []).filter(({ username }) => !chosen.has(username))]
  return (
    <div className="grid min-w-0 gap-3">
      <SearchInput
        label={t('search')}
        placeholder={t('search')}
        maxLength={100}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <FailureNotice failure={error} />
      {data === undefined && !error ? <LoadingRows rows={3} label={t('people')} /> : null}
      {data !== undefined && rows.length === 0 ? (
        <StateView
          size="panel"
          title={t('none')}
          text={t(place.kind === 'workspace' ? 'noneText.workspace' : 'noneText.inside')}
        />
      ) : null}
      {rows.length === 0 ? null : (
        <ul aria-label={t('people')} className="rounded-md border border-line">
          {rows.map((candidate) => (
            <CandidateRow
              key={candidate.username}
              candidate={candidate}
              choices={choices}
              role={chosen.get(candidate.username)?.role ?? ''}
              onRole={(role) => onChoose(candidate, role)}
            />
          ))}
        </ul>
      )}
      {data?.more ? <p className="text-xs text-fg-3">{t('more')}</p> : null}
    </div>
  )
}

type CandidateRowProps = {
  candidate: Candidate
  choices: readonly RoleChoice[]
  role: string
  onRole: (role: string) => void
}

function CandidateRow({ candidate: { username, email }, choices, role, onRole }: CandidateRowProps) {
  const t = useTranslations('members.invite')
  const meaning = choices.find(({ value }) => value === role)?.meaning ?? ''
  return (
    <li
      className={`flex items-start gap-2.5 border-t border-line px-3 py-2 first:border-t-0 ${role === '' ? '' : 'bg-accent-soft'}`}
    >
      <Avatar username={username} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-semibold">{username}</span>
        {email === null ? null : <span className="block truncate text-xs text-fg-2">{email}</span>}
      </span>
      <span className="w-72 max-sm:w-44">
        <Select
          aria-label={t('role', { name: username })}
          placeholder={t('notInvited')}
          options={choices.filter(({ isGrantable }) => isGrantable)}
          value={role}
          onValue={onRole}
        />
        {meaning === '' ? null : <span className="mt-1 block text-xs text-fg-2">{meaning}</span>}
      </span>
    </li>
  )
}
