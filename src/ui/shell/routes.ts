import {
  ChartColumn,
  Database,
  FileText,
  Gauge,
  HardDrive,
  Layers,
  Map as MapIcon,
  Package,
  RadioTower,
  Rows3,
  TableProperties,
  Tag,
  type LucideIcon,
} from "lucide-react";

export interface Route {
  readonly path: string;
  readonly name: string;
  readonly icon: LucideIcon;
}

/** Four words order the work. */
export const routeGroups: readonly { readonly name: string; readonly routes: readonly Route[] }[] = [
  {
    name: "Data",
    routes: [
      { path: "/", name: "Survey", icon: Database },
      { path: "/headers", name: "Headers", icon: TableProperties },
      { path: "/storage", name: "Storage", icon: HardDrive },
    ],
  },
  {
    name: "Interpret",
    routes: [
      { path: "/section", name: "Section", icon: Rows3 },
      { path: "/map", name: "Map", icon: MapIcon },
      { path: "/labels", name: "Labels", icon: Tag },
      { path: "/features", name: "Features", icon: ChartColumn },
    ],
  },
  {
    name: "Learn",
    routes: [
      { path: "/train", name: "Train", icon: Layers },
      { path: "/judge", name: "Judge", icon: Gauge },
    ],
  },
  {
    name: "Operate",
    routes: [
      { path: "/models", name: "Models", icon: Package },
      { path: "/serve", name: "Serve", icon: RadioTower },
      { path: "/report", name: "Report", icon: FileText },
    ],
  },
];

export const allRoutes: readonly Route[] = routeGroups.flatMap(({ routes }) => routes);
