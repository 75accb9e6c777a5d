/** A repository as a team would have it, whose deployments end in the different states that people have to tell apart. */

type Workload = {
  kind?: string
  replicas?: number
  image: string
  account?: string
  deadline?: number
  paused?: boolean
}

const workload = (
  name: string,
  { kind = 'Deployment', replicas = 2, image, account, deadline, paused }: Workload,
): string =>
  `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  replicas: ${replicas}
${kind === 'StatefulSet' ? `  serviceName: ${name}\n` : ''}${deadline ? `  progressDeadlineSeconds: ${deadline}\n` : ''}${paused ? '  paused: true\n' : ''}  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
${account ? `      serviceAccountName: ${account}\n` : ''}      containers:
        - name: app
          image: ${image}
          ports: [{ containerPort: 8080 }]
          resources: { requests: { cpu: 100m, memory: 128Mi } }
`

const service = (name: string): string => `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  selector: { app: ${name} }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
`

const settings = (name: string, data: Readonly<Record<string, string>>): string =>
  `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}-settings }
data:
${Object.entries(data)
  .map(([key, value]) => `  ${key}: "${value}"`)
  .join('\n')}
`

const secret = (name: string): string => `apiVersion: v1
kind: Secret
metadata: { name: ${name}-credentials }
stringData: { user: ${name}, password: not-a-real-one }
`

/** Files by path: one folder for each deployment. */
export const SHOP: Readonly<Record<string, string>> = {
  'podcast-web/workload.yaml': workload('podcast-web', {
    replicas: 3,
    image: 'registry.example.com/podcast/web:2.4.1',
  }),
  'podcast-web/service.yaml': service('podcast-web'),
  'podcast-web/settings.yaml': settings('podcast-web', { SITE_TITLE: '오늘의 추천', CACHE_SECONDS: '300' }),
  'podcast-web/secret.yaml': secret('podcast-web'),
  'episode-search/workload.yaml': workload('episode-search', {
    kind: 'StatefulSet',
    image: 'registry.example.com/podcast/search:1.9.0',
  }),
  'episode-search/service.yaml': service('episode-search'),
  'feed-crawler/workload.yaml': workload('feed-crawler', {
    replicas: 1,
    image: 'registry.example.com/podcast/crawler:0.8.3',
  }),
  'feed-crawler/settings.yaml': settings('feed-crawler', { INTERVAL: '15m' }),
  'payment-gateway/workload.yaml': workload('payment-gateway', {
    ...{ image: 'registry.example.com/shop/payment:5.0.2', account: 'payment-gateway', deadline: 5 },
  }),
  'payment-gateway/service.yaml': service('payment-gateway'),
  'transcript-worker/workload.yaml': workload('transcript-worker', {
    ...{ image: 'registry.example.com/podcast/transcript:3.1.0', paused: true },
  }),
  'listener-stats/workload.yaml': workload('listener-stats', { image: 'registry.example.com/podcast/stats:1.2.7' }),
  'listener-stats/service.yaml': service('listener-stats'),
}

/** What each folder's deployment is to look like, by the words of its row. */
export const SHOP_STATES: readonly { name: string; alias: string; manual?: true; words: readonly string[] }[] = [
  { name: 'podcast-web', alias: '팟캐스트 웹', words: ['정상', '동기화됨'] },
  { name: 'episode-search', alias: '에피소드 검색', words: ['정상', '동기화됨'] },
  { name: 'feed-crawler', alias: '피드 수집기', words: ['정상', '동기화됨'] },
  { name: 'payment-gateway', alias: '결제', words: ['저하됨', '동기화됨'] },
  { name: 'transcript-worker', alias: '자막 생성기', words: ['일시 중단', '동기화됨'] },
  { name: 'listener-stats', alias: '청취 통계', manual: true, words: ['누락', '동기화되지 않음'] },
]
