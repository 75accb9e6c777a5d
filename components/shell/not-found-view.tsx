import { SearchX } from 'lucide-react'
import { LinkButton } from '#components/ui/button.tsx'
import { StateView } from '#components/ui/states.tsx'
import { getT } from '#lib/i18n/server.ts'

/** An address that leads nowhere, or to what the person may not see: both answers are the same. */
export async function NotFoundView() {
  const t = await getT()
  return (
    <StateView
      icon={SearchX}
      headingLevel={1}
      title={t('shell.notFound.title')}
      text={t('shell.notFound.text')}
      actions={<LinkButton href="/">{t('common.state.home')}</LinkButton>}
    />
  )
}
