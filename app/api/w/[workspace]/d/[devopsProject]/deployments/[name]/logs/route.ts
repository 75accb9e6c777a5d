export { deploymentLogs as GET } from '#lib/features/objects/routes.ts'
