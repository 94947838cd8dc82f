// Prints how each field of the built-in API types is held in Go: what `omitempty` drops and what a pointer keeps is
// not in the server's OpenAPI document, yet decides whether a declared zero equals an absent field (C-18).
// The list keys (C-19) come from that document: the files named as arguments, one for each group version.
//
//	kubectl get --raw /openapi/v3/api/v1 > v1.json       # and so on, for each path of /openapi/v3
//	go mod tidy && go run . *.json > ../../shared/compare/api-types.json
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

type schema struct {
	ListKeys []string           `json:"x-kubernetes-list-map-keys"`
	ListType string             `json:"x-kubernetes-list-type"`
	MergeKey string             `json:"x-kubernetes-patch-merge-key"`
	Strategy string             `json:"x-kubernetes-patch-strategy"`
	Fields   map[string]*schema `json:"properties"`
}

var documented = map[string]*schema{}
var types = map[string]map[string]string{}
var words = map[reflect.Type]string{
	reflect.TypeOf(resource.Quantity{}):                          "quantity",
	reflect.TypeOf(intstr.IntOrString{}):                         "int-or-string",
	reflect.TypeOf(meta.Time{}):                                  "time",
	reflect.TypeOf(meta.MicroTime{}):                             "time",
	reflect.TypeOf(meta.Duration{}):                              "duration",
	reflect.TypeOf(meta.FieldsV1{}):                              "any",
	reflect.TypeOf(runtime.RawExtension{}):                       "any",
	reflect.TypeOf(apiextensions.JSON{}):                         "any",
	reflect.TypeOf(apiextensions.JSONSchemaPropsOrArray{}):       "apiextensions/v1.JSONSchemaProps",
	reflect.TypeOf(apiextensions.JSONSchemaPropsOrBool{}):        "apiextensions/v1.JSONSchemaProps",
	reflect.TypeOf(apiextensions.JSONSchemaPropsOrStringArray{}): "apiextensions/v1.JSONSchemaProps",
	reflect.TypeOf([]byte{}):                                     "bytes",
}

func main() {
	readDocuments(os.Args[1:])
	_ = apiextensions.AddToScheme(scheme.Scheme)
	_ = apiregistration.AddToScheme(scheme.Scheme)
	kinds := map[string]string{}
	for gvk, goType := range scheme.Scheme.AllKnownTypes() {
		if isObject(goType) && !strings.HasSuffix(gvk.Kind, "List") && !strings.Contains(gvk.Version, "alpha") {
			kinds[gvk.GroupVersion().String()+"/"+gvk.Kind] = nameOf(goType)
			describe(goType)
		}
	}
	for _, name := range kinds {
		delete(types[name], "status")
	}
	prune(kinds)
	out, _ := json.MarshalIndent(map[string]any{"kinds": kinds, "types": types}, "", "  ")
	fmt.Println(string(out))
}

func readDocuments(files []string) {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		var document struct {
			Components struct{ Schemas map[string]*schema }
		}
		if json.Unmarshal(text, &document) == nil {
			for name, one := range document.Components.Schemas {
				documented[name] = one
			}
		}
	}
}

func isObject(goType reflect.Type) bool {
	field, found := goType.FieldByName("ObjectMeta")
	return found && field.Anonymous
}

func describe(goType reflect.Type) {
	name := nameOf(goType)
	if _, done := types[name]; done {
		return
	}
	fields := map[string]string{}
	types[name] = fields
	addFields(fields, name, goType)
}

func addFields(fields map[string]string, owner string, goType reflect.Type) {
	for index := 0; index < goType.NumField(); index++ {
		field := goType.Field(index)
		name := strings.Split(field.Tag.Get("json"), ",")[0]
		if name == "-" || field.Name == "TypeMeta" || !field.IsExported() {
			continue
		}
		if name == "" {
			addFields(fields, owner, field.Type)
			continue
		}
		fields[name] = spell(field.Type, keysOf(owner, name, field))
	}
}

func spell(goType reflect.Type, keys string) string {
	if word, found := words[goType]; found {
		return word
	}
	switch goType.Kind() {
	case reflect.Pointer:
		return "*" + spell(goType.Elem(), keys)
	case reflect.Slice:
		return "[" + keys + "]" + spell(goType.Elem(), "")
	case reflect.Map:
		return "{}" + spell(goType.Elem(), "")
	case reflect.Struct:
		describe(goType)
		return nameOf(goType)
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Float32, reflect.Float64:
		return "float"
	case reflect.Interface:
		return "any"
	default:
		return "int"
	}
}

// Keys of a keyed list, `=` of a set, nothing of a list that is one value.
func keysOf(owner string, name string, field reflect.StructField) string {
	if parent := documented[documentName(owner)]; parent != nil && parent.Fields[name] != nil {
		one := parent.Fields[name]
		if one.ListType == "map" {
			return strings.Join(one.ListKeys, ",")
		}
		if one.ListType == "set" {
			return "="
		}
		if one.ListType == "atomic" {
			return ""
		}
	}
	if !strings.Contains(field.Tag.Get("patchStrategy"), "merge") {
		return ""
	}
	if key := field.Tag.Get("patchMergeKey"); key != "" {
		return key
	}
	if field.Type.Kind() == reflect.Slice {
		return "="
	}
	return ""
}

func documentName(name string) string {
	parts := strings.SplitN(name, ".", 2)
	group := strings.ReplaceAll(parts[0], "/", ".")
	switch strings.Split(group, ".")[0] {
	case "apiextensions":
		return "io.k8s.apiextensions-apiserver.pkg.apis." + group + "." + parts[1]
	case "apiregistration":
		return "io.k8s.kube-aggregator.pkg.apis." + group + "." + parts[1]
	case "meta":
		return "io.k8s.apimachinery.pkg.apis." + group + "." + parts[1]
	}
	return "io.k8s.api." + group + "." + parts[1]
}

func nameOf(goType reflect.Type) string {
	parts := strings.Split(goType.PkgPath(), "/")
	return strings.Join(parts[len(parts)-2:], "/") + "." + goType.Name()
}

// What only a status refers to is not compared (C-02).
func prune(kinds map[string]string) {
	used := map[string]bool{}
	var visit func(string)
	visit = func(name string) {
		if used[name] || types[name] == nil {
			return
		}
		used[name] = true
		for _, spelled := range types[name] {
			visit(strings.TrimLeft(spelled[strings.LastIndexAny(spelled, "]}")+1:], "*"))
		}
	}
	names := []string{}
	for _, name := range kinds {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		visit(name)
	}
	for name := range types {
		if !used[name] {
			delete(types, name)
		}
	}
}
