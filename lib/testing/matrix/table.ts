/**
 * The authorisation matrix: what every entry point answers to whom. Written by hand, checked by `matrix.itest.ts` against what really happens;
 * `entry-points.test.ts` fails for an entry point without a line.
 *
 *   yes  let in: the answer is the one that its case in `cases/` names
 *   own  FORBIDDEN: a password of one's own is to be chosen first
 *   403  FORBIDDEN: the person sees the place and may not do this there
 *   404  NOT_FOUND: for this person there is no such place
 *   401  UNAUTHENTICATED
 *
 * A route that serves a query is checked by the query's line.
 */
import { COLUMNS, type Principal } from './principals.ts'

export const OUTCOMES = ['yes', 'own', '401', '403', '404'] as const
export type Outcome = (typeof OUTCOMES)[number]
export type Line = Record<Principal, Outcome>

const TABLE = `
                                        nobody stranger disabled fresh   regular maker viewer operator owner admin users spaces root

users.sign-in                           yes    yes      yes      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
users.sign-out                          401    yes      401      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
users.sign-out-everywhere               401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes
users.own-sessions                      401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes
users.end-session                       401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes
users.change-password                   401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes
users.session                           yes    yes      yes      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
single-sign-on.start                    yes    yes      yes      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
single-sign-on.finish                   yes    yes      yes      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
single-sign-on.choices                  yes    yes      yes      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
single-sign-on.own                      401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes
single-sign-on.link-own                 401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes
single-sign-on.unlink-own               401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes
auth.next-auth                          yes    yes      yes      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
webhooks.deliver                        401    401      401      401     401     401   401    401      401   401   401   401    401
system.live                             yes    yes      yes      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
system.ready                            yes    yes      yes      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
system.engine-state                     401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes
search.everywhere                       401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes
workspaces.list                         401    yes      401      own     yes     yes   yes    yes      yes   yes   yes   yes    yes

users.list                              401    403      401      own     403     403   403    403      403   403   yes   403    yes
users.renew-password                    401    yes      401      yes     yes     yes   yes    yes      yes   yes   yes   yes    yes
users.create                            401    403      401      own     403     403   403    403      403   403   yes   403    yes
users.edit                              401    403      401      own     403     403   403    403      403   403   yes   403    yes
users.set-role                          401    403      401      own     403     403   403    403      403   403   yes   403    yes
users.set-state                         401    403      401      own     403     403   403    403      403   403   yes   403    yes
users.reset-password                    401    403      401      own     403     403   403    403      403   403   yes   403    yes
users.delete                            401    403      401      own     403     403   403    403      403   403   yes   403    yes
workspaces.list-all                     401    403      401      own     403     403   403    403      403   403   403   yes    yes
workspaces.choices                      401    403      401      own     403     403   403    403      403   403   403   yes    yes
workspaces.open                         401    403      401      own     403     403   403    403      403   403   403   yes    yes
workspaces.edit                         401    403      401      own     403     403   403    403      403   403   403   yes    yes
workspaces.delete                       401    403      401      own     403     403   403    403      403   403   403   yes    yes
git-hosts.list                          401    403      401      own     403     403   403    403      403   403   403   403    yes
git-hosts.add                           401    403      401      own     403     403   403    403      403   403   403   403    yes
git-hosts.remove                        401    403      401      own     403     403   403    403      403   403   403   403    yes
single-sign-on.link-user                401    403      401      own     403     403   403    403      403   403   yes   403    yes
single-sign-on.unlink-user              401    403      401      own     403     403   403    403      403   403   yes   403    yes
single-sign-on.list                     401    403      401      own     403     403   403    403      403   403   403   403    yes
single-sign-on.places                   401    403      401      own     403     403   403    403      403   403   403   403    yes
single-sign-on.test                     401    403      401      own     403     403   403    403      403   403   403   403    yes
single-sign-on.add                      401    403      401      own     403     403   403    403      403   403   403   403    yes
single-sign-on.edit                     401    403      401      own     403     403   403    403      403   403   403   403    yes
single-sign-on.remove                   401    403      401      own     403     403   403    403      403   403   403   403    yes
single-sign-on.map-group                401    403      401      own     403     403   403    403      403   403   403   403    yes
single-sign-on.unmap-group              401    403      401      own     403     403   403    403      403   403   403   403    yes
audit.list                              401    403      401      own     403     403   403    403      403   403   403   403    yes
audit.facets                            401    403      401      own     403     403   403    403      403   403   403   403    yes
audit.export                            401    403      401      own     403     403   403    403      403   403   403   403    yes
audit.set-retention                     401    403      401      own     403     403   403    403      403   403   403   403    yes
clusters.list                           401    403      401      own     403     403   403    403      403   403   403   yes    yes
clusters.get                            401    403      401      own     403     403   403    403      403   403   403   yes    yes
clusters.rights                         401    403      401      own     403     403   403    403      403   403   403   yes    yes
clusters.uses                           401    403      401      own     403     403   403    403      403   403   403   yes    yes
clusters.workspaces                     401    403      401      own     403     403   403    403      403   403   403   yes    yes
clusters.test                           401    403      401      own     403     403   403    403      403   403   403   403    yes
clusters.register                       401    403      401      own     403     403   403    403      403   403   403   403    yes
clusters.edit                           401    403      401      own     403     403   403    403      403   403   403   403    yes
clusters.renew                          401    403      401      own     403     403   403    403      403   403   403   403    yes
clusters.check                          401    403      401      own     403     403   403    403      403   403   403   403    yes
clusters.assign                         401    403      401      own     403     403   403    403      403   403   403   403    yes
clusters.remove                         401    403      401      own     403     403   403    403      403   403   403   403    yes

workspaces.get                          401    404      401      own     yes     yes   yes    yes      yes   yes   404   yes    yes
workspaces.overview                     401    404      401      own     yes     yes   yes    yes      yes   yes   404   yes    yes
audit.list-of-workspace                 401    404      401      own     403     403   403    403      403   yes   404   yes    yes
audit.facets-of-workspace               401    404      401      own     403     403   403    403      403   yes   404   yes    yes
audit.export-of-workspace               401    404      401      own     403     403   403    403      403   yes   404   yes    yes
workspaces.edit-info                    401    404      401      own     403     403   403    403      403   yes   404   yes    yes
projects.list                           401    404      401      own     yes     yes   yes    yes      yes   yes   404   yes    yes
devops-projects.list                    401    404      401      own     yes     yes   yes    yes      yes   yes   404   yes    yes
members.list-of-workspace               401    404      401      own     yes     yes   yes    yes      yes   yes   404   yes    yes
members.candidates-of-workspace         401    404      401      own     403     403   403    403      403   yes   404   yes    yes
members.invite-to-workspace             401    404      401      own     403     403   403    403      403   yes   404   yes    yes
members.change-workspace-role           401    404      401      own     403     403   403    403      403   yes   404   yes    yes
members.remove-from-workspace           401    404      401      own     403     403   403    403      403   yes   404   yes    yes
projects.create                         401    404      401      own     403     yes   403    403      403   yes   404   yes    yes
projects.clusters                       401    404      401      own     403     yes   403    403      403   yes   404   yes    yes
projects.adopt-namespace                401    404      401      own     403     403   403    403      403   yes   404   yes    yes
projects.free-namespaces                401    404      401      own     403     403   403    403      403   yes   404   yes    yes
devops-projects.create                  401    404      401      own     403     yes   403    403      403   yes   404   yes    yes

projects.get                            401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
services.list                           401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
services.node-port                      401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
services.edit-external-access           401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
objects.project-health                  401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.workloads                       401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.pods                            401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.config                          401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.events                          401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.in-project                      401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.logs-in-project                 401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
object.restart-in-project               401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
object.scale-in-project                 401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
object.delete-in-project                401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
secret.reveal-in-project                401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
live.project                            401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
members.list-of-project                 401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
members.candidates-of-project           401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
members.invite-to-project               401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
members.change-project-role             401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
members.remove-from-project             401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
projects.quota                          401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
projects.users                          401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
projects.edit                           401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
projects.set-quota                      401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
projects.delete                         401    404      401      own     404     404   403    403      yes   yes   404   yes    yes

devops-projects.get                     401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
clusters.destinations                   401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
live.devops                             401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
members.list-of-devops                  401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
roles.list                              401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
members.candidates-of-devops            401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
members.invite-to-devops                401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
members.change-devops-role              401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
members.remove-from-devops              401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
roles.create                            401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
roles.edit                              401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
roles.delete                            401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
devops-projects.policy                  401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
devops-projects.cluster-kinds           401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
devops-projects.preview-policy          401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
devops-projects.set-policy              401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
devops-projects.edit                    401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
devops-projects.delete                  401    404      401      own     404     404   403    403      yes   yes   404   yes    yes
credentials.list                        401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
credentials.get                         401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
credentials.create                      401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
credentials.edit                        401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
credentials.delete                      401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
credentials.scan-host-keys              401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
repositories.list                       401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
repositories.get                        401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
repositories.refs                       401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
repositories.folder                     401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
repositories.test-connection            401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
repositories.check                      401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
repositories.import                     401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
repositories.edit                       401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
repositories.delete                     401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
webhooks.get                            401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
webhooks.renew                          401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
webhooks.remove                         401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.list                        401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.get                         401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.yaml                        401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.preview                     401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.preview-object              401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.runs                        401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.run                         401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.run-differences             401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.batch-plans                 401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.saved-filters               401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.tree                        401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.happenings                  401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.refresh                     401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.refresh-many                401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.save-filter                 401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.forget-filter               401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
deployments.create                      401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.edit-settings               401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.edit-info                   401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.edit-yaml                   401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.ignore-difference           401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.sync                        401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.sync-many                   401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.terminate-sync              401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.pause                       401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.pause-many                  401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.resume                      401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.resume-many                 401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.rollback                    401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.release                     401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.delete                      401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
deployments.delete-many                 401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
objects.in-deployment                   401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.comparison                      401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.preview                         401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.deployment-events               401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
objects.logs-in-deployment              401    404      401      own     404     404   yes    yes      yes   yes   404   yes    yes
object.restart-in-deployment            401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
object.scale-in-deployment              401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
object.delete-in-deployment             401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
secret.reveal-in-deployment             401    404      401      own     404     404   403    yes      yes   yes   404   yes    yes
`

const isOutcome = (text: string): text is Outcome => (OUTCOMES as readonly string[]).includes(text)

/** Reads the table. Throws for a line that does not have one outcome per column, and for a name that stands twice. */
export function readTable(text: string): Map<string, Line> {
  const [header = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '')
  if (header.trim().split(/\s+/).join() !== COLUMNS.join()) throw new Error(`columns must be ${COLUMNS.join(' ')}`)
  const table = new Map<string, Line>()
  for (const line of lines) {
    const [name = '', ...cells] = line.trim().split(/\s+/)
    if (cells.length !== COLUMNS.length || !cells.every(isOutcome)) throw new Error(`not a line of the matrix: ${line}`)
    if (table.has(name)) throw new Error(`twice in the matrix: ${name}`)
    table.set(name, Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index]])) as Line)
  }
  return table
}

export const MATRIX: ReadonlyMap<string, Line> = readTable(TABLE)
