/** Whole deployments for stories: a repository of their own, and all of it gone again at the end. */
import { expect, type Page } from 'playwright/test'
import { deleteDeployment, deleteRepository, importRepository, openSettings, row, submitDeployment } from './console.ts'
import { serveRepository } from './git.ts'

/** Imports a repository of these files, named like the deployment, and deploys its top folder. Gives the repository's URL. */
export async function deploy(
  page: Page,
  name: string,
  files: Readonly<Record<string, string>>,
  strategy: '자동 동기화' | '수동 동기화' = '자동 동기화',
): Promise<string> {
  const url = serveRepository(name, files)
  await importRepository(page, name, url)
  await openSettings(page, name, name)
  await page.getByRole('radio', { name: strategy }).check()
  await submitDeployment(page)
  await expect(row(page, name)).toHaveCount(1)
  return url
}

/** Deletes the deployment with its objects, and its repository. */
export async function remove(page: Page, name: string): Promise<void> {
  await deleteDeployment(page, name)
  await deleteRepository(page, name)
}

export const configMap = (name: string, value: string): string =>
  ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', `  name: ${name}`, 'data:', `  value: ${value}`, ''].join('\n')
