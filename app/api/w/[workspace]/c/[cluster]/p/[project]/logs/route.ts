export { projectLogs as GET } from '#lib/features/objects/routes.ts'
