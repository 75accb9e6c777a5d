export { generateMetadata, UnknownPage as default } from '#components/shell/unknown-page.ts'
