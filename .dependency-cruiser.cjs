/**
 * The house's direction rules (docs/architecture.md). Every rule is an error: there is no baseline of known violations.
 * Arrows point down: app → components → features → {actions, authz, audit, db, crypto} → core; the engine meets the features
 * only in the database, in lib/engine/model (shared vocabulary), lib/engine/application (YAML form) and lib/engine/door.ts.
 */
const test = '\\.(test|itest|spec)\\.tsx?$|/testing/|^e2e/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-is-leaf',
      comment: 'lib/core imports nothing of ours.',
      severity: 'error',
      from: { path: '^lib/core/', pathNot: test },
      to: { path: '^(app|components|scripts|prisma|e2e)/|^lib/(?!core/)' },
    },
    {
      name: 'app-is-thin',
      comment: 'Routes parse params, call queries and render one view: no database, no use-cases, no engine.',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^lib/(db|engine|kube|git|oidc|render|crypto|process)/|^lib/features/[^/]+/(repository|use-cases)' },
    },
    {
      name: 'components-use-client-doors',
      comment:
        'Components know a feature by its schema, types and actions; server views by its queries. Never by its rows. The YAML editor reads an Application as the server does.',
      severity: 'error',
      from: { path: '^components/', pathNot: test },
      to: {
        path: '^lib/(db|kube|git|oidc|render|crypto|process|audit)/|^lib/engine/(?!model/|application/)|^lib/features/[^/]+/(?!(schema|types|actions|queries)\\.ts$)',
      },
    },
    {
      name: 'ui-is-primitive',
      severity: 'error',
      from: { path: '^components/ui/', pathNot: test },
      to: { path: '^components/(?!ui/)|^lib/(?!core/|i18n/)' },
    },
    {
      name: 'patterns-know-no-feature',
      severity: 'error',
      from: { path: '^components/patterns/', pathNot: test },
      to: { path: '^components/(?!ui/|patterns/)|^lib/features/[^/]+/(?!(types|schema)\\.ts$)' },
    },
    {
      name: 'feature-private',
      comment: 'A feature uses another only through its public.ts, types, schema or queries.',
      severity: 'error',
      from: { path: '^lib/features/([^/]+)/', pathNot: test },
      to: {
        path: '^lib/features/[^/]+/',
        pathNot: '^lib/features/$1/|^lib/features/[^/]+/(public|types|schema|policy)\\.ts$',
      },
    },
    {
      name: 'engine-behind-its-door',
      severity: 'error',
      from: { path: '^(lib/features|lib/actions|lib/auth|lib/authz|lib/live|components|app)/', pathNot: test },
      to: { path: '^lib/engine/(?!model/|application/|door\\.ts$)' },
    },
    {
      name: 'engine-is-pure-where-it-decides',
      comment: 'model, health, compare, plan, inventory, retry, ownership, application: functions of data.',
      severity: 'error',
      from: { path: '^lib/engine/(model|health|compare|plan|inventory|retry|ownership|application)/', pathNot: test },
      to: {
        path: '^lib/(?!core/|engine/(model|health|compare|plan|inventory|retry|ownership|application)/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'engine-is-pure-no-node',
      severity: 'error',
      from: { path: '^lib/engine/(model|health|compare|plan|inventory|retry|ownership|application)/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-knows-no-web',
      severity: 'error',
      from: { path: '^lib/(engine|git|kube|oidc|render|process|db)/', pathNot: test },
      to: {
        path: '^(app|components)/|^lib/(features|actions|auth|authz|i18n|live)/|node_modules/(next|react|react-dom|next-auth|server-only)/',
      },
    },
    {
      name: 'db-door',
      comment: 'The generated client is imported only by lib/db; everybody else takes db and its types from there.',
      severity: 'error',
      from: { path: '^(lib|app|components|prisma)/', pathNot: '^lib/db/|' + test },
      to: { path: '^lib/db/generated/|node_modules/(@prisma|pg)/' },
    },
    {
      name: 'one-git-door',
      severity: 'error',
      from: { pathNot: '^lib/git/|' + test },
      to: { path: 'node_modules/simple-git/' },
    },
    {
      name: 'one-kube-door',
      severity: 'error',
      // The bench measures what the door costs against a client that has none.
      from: { pathNot: '^lib/kube/|^scripts/bench/bare\\.ts$|' + test },
      to: { path: 'node_modules/@kubernetes/' },
    },
    {
      name: 'guarded-http',
      comment: 'What calls other machines does so under the rules of its door: addresses, deadlines, caps.',
      severity: 'error',
      from: { pathNot: '^lib/(kube|oidc)/|^scripts/bench/bare\\.ts$|' + test },
      to: { path: 'node_modules/undici/' },
    },
    {
      name: 'one-oidc-door',
      severity: 'error',
      from: { pathNot: '^lib/oidc/|' + test },
      to: { path: 'node_modules/openid-client/' },
    },
    {
      name: 'one-jq-door',
      comment: "Expressions are a tenant's: they are evaluated in a thread that can be ended.",
      severity: 'error',
      from: { pathNot: '^lib/jq/|' + test },
      to: { path: 'node_modules/jq-wasm/' },
    },
    {
      name: 'one-auth-door',
      severity: 'error',
      from: { pathNot: '^lib/auth/|^app/api/auth/|' + test },
      to: { path: 'node_modules/next-auth/' },
    },
    {
      name: 'tests-stay-outside',
      comment: 'Product code never imports test code or development dependencies.',
      severity: 'error',
      from: { path: '^(app|components|lib|prisma/seed)/', pathNot: test },
      to: { path: test },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.build|\\.ieum|lib/db/generated/internal|renderer|sandbox)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
  },
}
