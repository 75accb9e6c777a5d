import { Layers } from 'lucide-react'
import { StateView } from '#components/ui/states.tsx'
import { getT } from '#lib/i18n/server.ts'

/** A person without a workspace: what is missing, and whom to ask. */
export async function NoWorkspace({ username }: { username: string }) {
  const t = await getT('shell.noWorkspace')
  return (
    <StateView icon={Layers} headingLevel={1} title={t('title')} text={t('text')}>
      <p className="rounded-sm border border-line bg-sunken px-3 py-2 text-sm">
        <span className="text-fg-3">{t('name')}</span> <code className="ml-2">{username}</code>
      </p>
    </StateView>
  )
}
