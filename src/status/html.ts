import { escaped, page } from "../preview/screen/page.js";
import { glyphs } from "../preview/screen/style.js";
import type {
  ComponentStatus,
  KubeProxyStatus,
  PodStatus,
  RouteStatus,
  ServiceStatus,
  SideStatus,
  Status,
} from "./model.js";
import {
  backendWords,
  changeWords,
  emptyWords,
  headline,
  lacksPods,
  noteWords,
  percent,
  podsWords,
  podWords,
  servesNothing,
  serviceWords,
  subject,
} from "./words.js";

/** Ready pods of a side that are listed at once; more are folded. */
const MOST_PODS = 5;

/** Seconds after which a browser loads the page of --watch again. */
const REFRESH = 5;

/** The status as one page: no script, and nothing that a browser loads from elsewhere. */
export function statusPage(status: Status, how: { readonly now: Date; readonly watched?: boolean }): string {
  const components = status.components.map((component) => componentCard(component, status));
  const cards = [...components, ...(status.kubeProxy ? [kubeProxyCard(status.kubeProxy)] : [])];
  const notes = noteWords(status).map((note) => `<li class="warn">${escaped(note)}</li>`);
  return page({
    title: `Traffic of ${subject(status)}`,
    refresh: how.watched ? REFRESH : undefined,
    body: `<header>
<h1>Traffic</h1>
<p>${escaped(subject(status))}</p>
<p class="soft">read at ${escaped(how.now.toISOString().replace("T", " ").slice(0, 19))} UTC</p>
</header>
${status.components.length === 0 ? `<p>${escaped(emptyWords(status))}</p>` : ""}
<main>
${cards.join("\n")}
</main>
${notes.length > 0 ? `<div class="notes"><ul>${notes.join("")}</ul></div>` : ""}`,
  });
}

function componentCard(component: ComponentStatus, status: Status): string {
  const { name, sides, services, routes, changes } = component;
  const parts = [
    ...blockOf("Sides", sides.map(sideItem)),
    ...blockOf("Services", (services ?? []).map(serviceItem)),
    ...blockOf("Routes", routes.map(routeItem)),
    ...(changes === undefined || (changes.length === 0 && !component.exists)
      ? []
      : blockOf(
          "What up changes",
          changes.length === 0
            ? [item("nothing here", "", "soft")]
            : changes.map((change) =>
                item(
                  `${glyphs[change.change]} ${change.kind} ${change.name}`,
                  changeWords(change) || `to ${change.change}`,
                  change.change === "delete" ? "bad" : "warn",
                ),
              ),
        )),
  ];
  return `<section>
<h2>${escaped(name)}</h2>
<p class="soft">${escaped(component.component)}</p>
<p>${escaped(headline(component, status).join(" · "))}</p>
${shareBar(component)}${parts.join("\n")}
</section>`;
}

/** The present share of a canary as a bar; its text is in the headline. */
function shareBar({ share }: ComponentStatus): string {
  if (share?.present === undefined) return "";
  const label = `${percent(share.present)} of new connections go to the canary`;
  return `<div class="bar" role="img" aria-label="${escaped(label)}"><span style="width:${share.present}%"></span></div>\n`;
}

function sideItem(side: SideStatus): string {
  const problems = side.problems.map((problem) => `<li class="bad">${escaped(problem)}</li>`);
  const calm = side.pods.filter(({ ready, restarts }) => ready && restarts === 0);
  const notable = side.pods.filter((pod) => !calm.includes(pod));
  const items = [...problems, ...notable.map(podItem)];
  const below = calm.length > MOST_PODS ? [...items, folded(calm)] : [...items, ...calm.map(podItem)];
  const name = [side.side, side.version].join(" ").trim();
  const style = lacksPods(side) ? "bad" : "good";
  const words = `<span class="${style}">${escaped(podsWords(side))}</span>`;
  return `<li><div class="pair"><span><strong>${escaped(name)}</strong> <code>${escaped(side.deployment)}</code></span>${words}</div>${
    below.length > 0 ? `<ul>${below.join("")}</ul>` : ""
  }</li>`;
}

function folded(pods: readonly PodStatus[]): string {
  const title = `${pods.length} ready pods without restarts`;
  return `<li><details><summary>${title}</summary><ul>${pods.map(podItem).join("")}</ul></details></li>`;
}

function podItem(pod: PodStatus): string {
  const style = pod.ready ? (pod.restarts > 0 ? "warn" : "soft") : "bad";
  const where = pod.node === undefined ? "" : ` <span class="soft">on ${escaped(pod.node)}</span>`;
  const name = `<span><code>${escaped(pod.name)}</code>${where}</span>`;
  return `<li class="pair">${name}<span class="${style}">${escaped(podWords(pod))}</span></li>`;
}

function serviceItem(service: ServiceStatus): string {
  const ports = `${service.type} ${service.ports.join(", ")}`.trim();
  return item(`${service.name} (${ports})`, serviceWords(service), servesNothing(service) ? "bad" : "");
}

function routeItem({ kind, name, backends }: RouteStatus): string {
  const parts = backends.map((backend) => {
    const style = backend.weight > 0 && backend.ready === 0 ? ' class="bad"' : "";
    return `<li${style}>${escaped(backendWords(backend))}</li>`;
  });
  return `<li><strong>${escaped(`${kind} ${name}`)}</strong><ul>${parts.join("")}</ul></li>`;
}

function kubeProxyCard({ configured, configMap, planned, nodes, note }: KubeProxyStatus): string {
  const head = [configured, `ConfigMap ${configMap}`, ...(planned ? [`up changes it to ${planned}`] : [])];
  const items = nodes.map(({ node, mode, source }) =>
    item(node, source === "node" ? mode : `${mode} by the ConfigMap`, mode === configured ? "" : "warn"),
  );
  return `<section>
<h2>kube-proxy</h2>
<p>${escaped(head.join(" · "))}</p>
${blockOf("Nodes", items).join("")}
${note === undefined ? "" : `<p class="soft">${escaped(note)}</p>`}
</section>`;
}

function blockOf(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`<h3>${escaped(title)}</h3>\n<ul>${items.join("")}</ul>`];
}

function item(name: string, words: string, style: string): string {
  return `<li class="pair"><span>${escaped(name)}</span><span class="${style}">${escaped(words)}</span></li>`;
}
