import { slug } from "github-slugger";
import { defineConfig } from "vitepress";
import { sections } from "../pages.mjs";

const base = process.env.SITE_BASE ?? "/";

export default defineConfig({
  title: "pulumi-kubernetes-traffic",
  description:
    "Pulumi components for Kubernetes layer-4 traffic: canary, blue-green and kube-proxy, without a controller in the cluster",
  base,
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${base}icon.svg` }]],
  srcDir: "content",
  outDir: "../rendered/site",
  vite: { publicDir: "../public" },
  // The links of the pages are those of GitHub.
  markdown: { anchor: { slugify: slug } },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    sidebar: [{ text: "Start", link: "/" }, ...sections(), { text: "Changelog", link: "/changelog" }],
    socialLinks: process.env.SITE_REPOSITORY
      ? [{ icon: "github", link: process.env.SITE_REPOSITORY.replace(/\/blob\/.*/, "") }]
      : [],
  },
});
